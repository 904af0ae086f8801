import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { appSchema } from '@/core/apps/schema'
import { EngineError } from '@/core/ports/containers'
import { createApp } from '@/services/apps/create-app'
import type { Context } from '@/services/context'
import { drainReplicas } from '@/services/deployments/drain-replicas'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { inReloadWindow } from '@/services/hosts/reload-window'
import { SimulatedEngine } from '@/tests/support/simulation/containers'
import { hastyClock } from '@/tests/support/simulation/fast-clock'
import { SimulatedProxies } from '@/tests/support/simulation/proxies'
import { createSimulatedWorld, type SimulatedWorld } from '@/tests/support/simulation/world'

let world: SimulatedWorld
let ctx: Context
let otherId: string
const other = new SimulatedEngine()
const otherProxies = new SimulatedProxies((address) => other.answers(address))
const stopping = new AbortController().signal

beforeAll(async () => {
  world = await createSimulatedWorld(hastyClock(20))
  const host = await world.ctx.db.host.findFirstOrThrow()
  const row = { teamId: host.teamId, name: 'other', endpoint: { type: 'socket', path: '/other' } }
  otherId = (await world.ctx.db.host.create({ data: { ...row, publicAddress: '127.0.0.1' } })).id
  const { containers, traffic } = world.ctx
  ctx = {
    ...world.ctx,
    containers: { engine: (target) => (target.id === otherId ? other.port : containers.engine(target)) },
    traffic: {
      ...traffic,
      open: (target, ...rest) => (target.id === otherId ? otherProxies.port : traffic).open(target, ...rest),
      inspectProxies: async (target) => {
        if (target.id === otherId && other.awayFor > 0) throw new EngineError('host_unreachable', 'nobody is there')
        return []
      },
    },
  }
})
beforeEach(() => otherIs('there'))
afterAll(() => world.close())

const otherIs = (what: 'there' | 'dead'): void => {
  const calls = what === 'dead' ? Number.POSITIVE_INFINITY : 0
  other.awayFor = calls
  otherProxies.awayFor = calls
}

const create = async (name: string): Promise<string> => {
  const input = { name, image: 'good:v1', port: 3000, domains: [`${name}.localhost`], hosts: ['local', 'other'] }
  return (await createApp({ ctx, input: appSchema.parse({ ...input, verifySeconds: 0, drainSeconds: 0 }) })).id
}

const deploy = async (appId: string, image: string): Promise<{ id: string; status: string }> => {
  const { id } = await startDeployment({ ctx, input: { appId, trigger: 'api', image } })
  await runNextDeployment({ ctx, input: { appId, owner: 'worker', stopping } })
  return ctx.db.deployment.findUniqueOrThrow({ where: { id }, select: { id: true, status: true } })
}

const drain = (deploymentId: string): Promise<void> => drainReplicas({ ctx, input: { deploymentId, stopping } })
const drainStateOf = async (id: string) => (await ctx.db.deployment.findUniqueOrThrow({ where: { id } })).drainState

/** What each host has of a release that is not gone. */
const leftOf = async (appId: string, image: string): Promise<string[]> => {
  const where = { appId, release: { image }, state: { not: 'gone' as const } }
  const rows = await ctx.db.replica.findMany({ where, select: { host: { select: { name: true } } } })
  return rows.map(({ host }) => host.name).sort()
}

/** Resolves once the proxies of the host that is there may be reloaded. */
const reloads = (): Promise<void> =>
  inReloadWindow(ctx, {
    hostId: world.hostId,
    deploymentId: 'another',
    signal: AbortSignal.timeout(3000),
    reload: async () => undefined,
  })

describe('a dead host of an app', () => {
  it('leaves nothing open of a deployment that has started nothing, and lets others reload', async () => {
    const appId = await create('never-begun')
    otherIs('dead')
    const failed = await deploy(appId, 'good:v1')
    expect(failed.status).toBe('failed')
    await reloads()
    await drain(failed.id)
    expect(await drainStateOf(failed.id)).toBe('done')
  })

  it('holds up neither the end of old replicas on other hosts nor a reload there', async () => {
    const appId = await create('served')
    await drain((await deploy(appId, 'good:v1')).id)
    const next = await deploy(appId, 'good:v2')
    expect(next.status).toBe('succeeded')
    otherIs('dead')
    await expect(reloads()).rejects.toThrow()
    await expect(drain(next.id)).rejects.toThrow('nobody is there')
    expect(await leftOf(appId, 'good:v1')).toEqual(['other'])
    await reloads()
    expect(await drainStateOf(next.id)).toBe('pending')
    otherIs('there')
    await drain(next.id)
    expect(await leftOf(appId, 'good:v1')).toEqual([])
    expect(await drainStateOf(next.id)).toBe('done')
  })
})
