import { afterAll, beforeAll, expect, it } from 'vitest'
import { render } from '@/adapters/traffic/render'
import { appSchema } from '@/core/apps/schema'
import { createApp } from '@/services/apps/create-app'
import { updateApp } from '@/services/apps/update-app'
import type { Context } from '@/services/context'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { desiredTraffic } from '@/services/hosts/desired-traffic'
import { hastyClock } from '@/tests/support/simulation/fast-clock'
import { createSimulatedWorld, type SimulatedWorld } from '@/tests/support/simulation/world'

let world: SimulatedWorld

beforeAll(async () => {
  world = await createSimulatedWorld(hastyClock(20))
})
afterAll(() => world.close())

const create = async (name: string, replicas: number): Promise<string> => {
  const input = { name, image: 'good:v1', port: 3000, domains: [`${name}.localhost`], replicas, verifySeconds: 0 }
  return (await createApp({ ctx: world.ctx, input: appSchema.parse(input) })).id
}

/** Runs it to its end; what it leaves drains until the end of the test, for nobody runs that job here. */
const deploy = async (appId: string, what: { image?: string; releaseId?: string }, ctx: Context = world.ctx) => {
  const { id } = await startDeployment({ ctx, input: { appId, trigger: 'api', ...what } })
  await runNextDeployment({ ctx, input: { appId, owner: 'worker', stopping: new AbortController().signal } })
  return ctx.db.deployment.findUniqueOrThrow({ where: { id }, include: { steps: true } })
}

it('a replica that was restarted once while it served is as good as any, though a new one beside it takes its time', async () => {
  const { ctx, engine } = world
  const appId = await create('restarted', 1)
  const first = await deploy(appId, { image: 'good:v1' })
  const [old] = [...engine.containers.values()]
  engine.end(old?.spec.name ?? '')
  expect(old).toMatchObject({ status: 'running', restarts: 1 })
  await updateApp({ ctx, input: { appId, patch: { replicas: 2 } } })
  await deploy(appId, { image: 'good:v2' })

  const { port } = engine
  const containerOf = (name: string) => engine.containers.get(name)
  // What is new boots until the engine has been asked how it is.
  const slowly: Context = {
    ...ctx,
    containers: {
      engine: () => ({
        ...port,
        run: async (spec) => {
          const isNew = !containerOf(spec.name)
          const state = await port.run(spec)
          if (isNew) Object.assign(containerOf(spec.name) ?? {}, { nature: 'unhealthy' })
          return state
        },
        inspect: async (name) => {
          Object.assign(containerOf(name) ?? {}, { nature: 'good' })
          return port.inspect(name)
        },
      }),
    },
  }
  const back = await deploy(appId, { releaseId: first.releaseId ?? '' }, slowly)
  expect(back).toMatchObject({ status: 'succeeded', failure: null })
  expect(await ctx.db.replica.count({ where: { appId, state: 'ready', containerName: old?.spec.name ?? '' } })).toBe(1)
})

it('an app that is scaled down while replicas drain in high slots leaves its host with a configuration that can be written', async () => {
  const { ctx, proxies, hostId } = world
  const appId = await create('smaller', 10)
  await deploy(appId, { image: 'good:v1' })
  await updateApp({ ctx, input: { appId, patch: { replicas: 2 } } })
  await deploy(appId, { image: 'good:v2' })
  // Somebody's upload still lasts in the last two; the others have ended.
  const { proxyKey } = await ctx.db.appHost.findFirstOrThrow({ where: { appId } })
  await ctx.db.replica.updateMany({ where: { appId, side: 'a', slot: { lte: 8 } }, data: { state: 'gone' } })
  for (const { slots } of proxies.both)
    for (const [id, { key, side, slot }] of slots) if (key === proxyKey && side === 'a' && slot <= 8) slots.delete(id)
  expect(await deploy(appId, { image: 'good:v3' })).toMatchObject({ status: 'succeeded', failure: null })

  const desired = await desiredTraffic(ctx, hostId)
  const filled = desired.apps.find((app) => app.key === proxyKey)?.a.filled
  expect(filled?.map(({ slot }) => slot).sort((one, other) => one - other)).toEqual([1, 2, 9, 10])
  const settings = { httpPort: 8080, httpsPort: 8443, probeSecret: 'a-secret-of-the-instance' }
  expect(() => render(desired, settings)).not.toThrow()
})
