import type Dockerode from 'dockerode'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scopedTo } from '@/adapters/database/scoped-client'
import { createTraffic } from '@/adapters/traffic/create-traffic'
import type { Actor } from '@/core/access/actor'
import { appSchema } from '@/core/apps/schema'
import { hostSchema, splitEndpoint } from '@/core/hosts/schema'
import type { Host } from '@/prisma/generated/client'
import { createApp } from '@/services/apps/create-app'
import { deleteApp } from '@/services/apps/delete-app'
import { removeApp } from '@/services/apps/remove-app'
import { syncDomains } from '@/services/apps/sync-domains'
import type { Context } from '@/services/context'
import { getDeployment } from '@/services/deployments/get-deployment'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { createHost } from '@/services/hosts/create-host'
import { deleteHost } from '@/services/hosts/delete-host'
import { desiredTraffic } from '@/services/hosts/desired-traffic'
import { endpointColumns } from '@/services/hosts/host-fields'
import { hostTarget } from '@/services/hosts/host-target'
import { testHost } from '@/services/hosts/test-host'
import { updateHost } from '@/services/hosts/update-host'
import { reconcileHost } from '@/services/reconcile/reconcile-host'
import { sampleHost } from '@/services/samples/sample-host'
import { dockerClients, proxyImage, sampleImage, testDocker } from '@/tests/support/docker'
import { type TestEndpoint, tlsEndpoint } from '@/tests/support/docker-endpoints'
import { startTestEngine, type TestEngine } from '@/tests/support/engine'
import { problemOf } from '@/tests/support/problem'
import { ask } from '@/tests/support/traffic'

let tls: TestEndpoint<'tcp'>
let v1: string
const stopping = new AbortController().signal

beforeAll(async () => {
  ;[tls, v1] = await Promise.all([tlsEndpoint(), sampleImage('v1')])
})
afterAll(() => tls.stop())

/** A client with which proxies come to be as an earlier version made them: without saying whose they are. */
const withoutHostLabel = (docker: Dockerode): Dockerode =>
  Object.assign(Object.create(docker) as Dockerode, {
    createContainer: ({ Labels = {}, ...options }: Dockerode.ContainerCreateOptions) => {
      const { 'gapless.host': _, ...labels } = Labels
      return docker.createContainer({ ...options, Labels: labels })
    },
  })

const makeOldProxies = async ({ ctx, proxyPort, httpsPort }: TestEngine, host: Host): Promise<void> => {
  const docker = dockerClients()
  const traffic = createTraffic({
    docker: (target) => withoutHostLabel(docker(target)),
    isHost: async () => true,
    proxyImage,
    httpPort: proxyPort,
    httpsPort,
    probeSecret: 'x'.repeat(16),
    keepLinesMs: 0,
  })
  const target = { ...hostTarget(host, ctx.instance.id, ctx.vault), engineId: 'any' }
  await traffic.ensureProxies(target, await desiredTraffic(ctx, host.id))
}

/** The first host's proxies, as containers. */
const proxiesOf = async ({ ctx }: TestEngine) => {
  const found = await testDocker().listContainers({
    filters: { label: [`gapless.instance=${ctx.instance.id}`, 'gapless.role=proxy'] },
  })
  return found.map(({ Id, State }) => `${Id} ${State}`).sort()
}

describe.each([
  ['whose proxies say whose they are', false],
  ['whose proxies an earlier version made', true],
])('a second host with the engine of another one, %s', (_, areOld) => {
  let engine: TestEngine
  let first: Host
  let second: Host
  let owner: Context
  let guest: Context
  let proxies: string[]

  const as = (teamId: string, actor: Partial<Actor> = {}): Context => ({
    ...engine.ctx,
    actor: { ...engine.ctx.actor, teamId, ...actor },
    db: scopedTo(engine.ctx.instanceDb, { teamId, appIds: null }),
    jobs: { add: async () => undefined },
  })
  const add = (ctx: Context) => createHost({ ctx, input: hostSchema.parse({ name: 'again', endpoint: tls.endpoint }) })

  /** A host as it came to be before anybody looked whose its engine is. */
  const plant = async (teamId: string, name: string): Promise<Host> => {
    const { instanceDb } = engine.ctx
    const { shown } = splitEndpoint(tls.endpoint)
    const { id } = await instanceDb.host.create({
      data: { teamId, name, endpoint: shown, publicAddress: '127.0.0.1', anyAddress: true },
    })
    return instanceDb.host.update({ where: { id }, data: endpointColumns(engine.ctx, id, tls.endpoint) })
  }
  const createOn = (ctx: Context, name: string, host: Host) => {
    const settings = { name, image: v1, port: 3000, verifySeconds: 0, drainSeconds: 1, stopGraceSeconds: 1 }
    const input = appSchema.parse({ ...settings, domains: [`${name}.localhost`], hosts: [host.name] })
    return createApp({ ctx: { ...ctx, instance: { ...ctx.instance, sampleImage: v1 } }, input })
  }
  const deploy = async (ctx: Context, appId: string) => {
    const { id } = await startDeployment({ ctx, input: { appId, trigger: 'api' } })
    await runNextDeployment({ ctx, input: { appId, owner: 'worker', stopping } })
    return getDeployment({ ctx, input: { deploymentId: id } })
  }
  const expectUntouched = async () => {
    expect(await proxiesOf(engine)).toEqual(proxies)
    const answers = await Promise.all([1, 2, 3, 4].map(() => ask({ httpPort: engine.proxyPort }, 'first.localhost')))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  }

  beforeAll(async () => {
    engine = await startTestEngine({ keepLinesMs: 0 })
    const { instanceDb } = engine.ctx
    first = await instanceDb.host.findFirstOrThrow()
    owner = as(first.teamId)
    guest = as((await instanceDb.team.create({ data: { name: 'Guests' } })).id)
    second = await plant(guest.actor.teamId, 'second')
    if (areOld) await makeOldProxies(engine, first)
    const app = await createOn(owner, 'first', first)
    if (areOld) {
      // The one who finds the proxies there and has never had any is not their host, whoever is asked first.
      await expect(reconcileHost(engine.ctx, second.id)).rejects.toMatchObject({ code: 'engine_taken' })
    }
    expect((await deploy(owner, app.id)).status).toBe('succeeded')
    proxies = await proxiesOf(engine)
    expect(proxies).toHaveLength(2)
  })
  afterAll(() => engine.stop())

  it('is not added, and whoever may know the other host is told its name', async () => {
    const own = await problemOf(() => add(as(first.teamId, { isOperator: true })))
    expect([own.kind, own.code, own.message]).toEqual([
      'conflict',
      'engine_taken',
      expect.stringContaining('host local already'),
    ])
    const operator = await problemOf(() => add(as(guest.actor.teamId, { isOperator: true })))
    expect(operator.message).toContain('the host local of Test already')
  })

  it('that got in before says so when it is tested and looked at', async () => {
    const { ok, checks } = await testHost({ ctx: guest, input: { hostId: second.id } })
    expect(ok).toBe(false)
    const message = expect.stringMatching(/host of another team.*Ask the operator/)
    expect(checks.filter((check) => !check.ok)).toEqual([{ name: 'proxies', ok: false, message }])
    await sampleHost(engine.ctx, second.id)
    expect(await engine.ctx.instanceDb.host.findUnique({ where: { id: second.id } })).toMatchObject({
      status: 'degraded',
      statusMessage: message,
      engineId: null,
    })
  })

  it('is refused a deployment before anything is done there', async () => {
    const app = await createOn(guest, 'second', second)
    const { status, failure } = await deploy(guest, app.id)
    expect([status, failure?.code]).toEqual(['failed', 'engine_taken'])
    expect(failure?.message).toMatch(/^Host second cannot be used: This Docker engine is a host of another team/)
    const label = [`gapless.instance=${engine.ctx.instance.id}`]
    const networks = await testDocker().listNetworks({ filters: { label } })
    expect(networks.filter(({ Name }) => Name.includes(guest.actor.teamId))).toEqual([])
    await expectUntouched()
  })

  it('changes nothing of the other’s when it is compared, its domains change, its app goes and it is removed', async () => {
    const { instanceDb } = engine.ctx
    const place = await instanceDb.appHost.findFirstOrThrow({ where: { hostId: second.id } })
    // As it was deployed before: the first key there, which the other host's app has as well.
    await instanceDb.appHost.update({ where: { id: place.id }, data: { proxyKey: 1, activeSide: 'b' } })
    await expect(reconcileHost(engine.ctx, second.id)).rejects.toMatchObject({ code: 'engine_taken' })
    await syncDomains({ ctx: guest, input: { appId: place.appId } })
    await expectUntouched()
    await deleteApp({ ctx: guest, input: { appId: place.appId } })
    await removeApp({ ctx: guest, input: { appId: place.appId, owner: 'worker' } })
    await expectUntouched()
    await deleteHost({ ctx: guest, input: { hostId: second.id } })
    await expectUntouched()
  })

  it('is not made by changing the first one, nor by setting its machine up anew', async () => {
    const { instanceDb } = engine.ctx
    const later = await plant(first.teamId, 'later')
    const move = { hostId: first.id, patch: { endpoint: { type: 'socket', path: '/nonexistent/docker.sock' } } }
    await updateHost({ ctx: as(first.teamId, { isOperator: true }), input: move })
    expect((await instanceDb.host.findUniqueOrThrow({ where: { id: first.id } })).engineId).toBeNull()
    const back = { hostId: first.id, patch: { endpoint: { type: 'socket', path: '/var/run/docker.sock' } } }
    await updateHost({ ctx: as(first.teamId, { isOperator: true }), input: back })
    await instanceDb.host.update({ where: { id: first.id }, data: { engineId: 'of a machine that was set up anew' } })
    await reconcileHost(engine.ctx, first.id)
    const { engineId } = await instanceDb.host.findUniqueOrThrow({ where: { id: first.id } })
    expect(engineId).toBe((await testDocker().info()).ID)
    await expectUntouched()
    await deleteHost({ ctx: owner, input: { hostId: later.id } })
    await expectUntouched()
  })
})
