import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type AppInput, appSchema, liveSettingsSchema } from '@/core/apps/schema'
import { monitorSchema } from '@/core/monitors/schema'
import { parseValues } from '@/core/validation'
import { createApp } from '@/services/apps/create-app'
import { deleteApp } from '@/services/apps/delete-app'
import { openEnv } from '@/services/apps/env-seal'
import { getApp } from '@/services/apps/get-app'
import { listApps } from '@/services/apps/list-apps'
import { updateApp } from '@/services/apps/update-app'
import type { Context } from '@/services/context'
import { cancelDeployment } from '@/services/deployments/cancel-deployment'
import { getDeployment } from '@/services/deployments/get-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { createMonitor } from '@/services/monitors/create-monitor'
import { getMonitor } from '@/services/monitors/get-monitor'
import { pathsOf, problemOf } from '@/tests/support/problem'
import { createServiceWorld, type ServiceWorld } from '@/tests/support/service-context'

let world: ServiceWorld
let teamId: string
let ctx: Context

beforeAll(async () => {
  world = await createServiceWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  teamId = await world.addTeam()
  ctx = world.as(teamId)
  world.queued.length = 0
})

let count = 0
const uniqueName = (): string => {
  count += 1
  return `app-${count}`
}
const create = (more: Partial<AppInput> = {}, by = ctx) =>
  createApp({ ctx: by, input: parseValues(appSchema, { name: uniqueName(), port: 3000, ...more }) })

describe('creating an app', () => {
  it('shows what was given, with the defaults filled in', async () => {
    const app = await create({ name: 'shop', domains: ['b.localhost', 'A.localhost'], env: { K: 'v' } })
    expect(app).toMatchObject({
      name: 'shop',
      hosts: ['local'],
      image: null,
      domains: ['b.localhost', 'a.localhost'],
      url: 'http://b.localhost:8080',
      status: 'never_deployed',
      currentReleaseId: null,
      replicas: 1,
      healthCheck: { path: '/health', deadlineSeconds: 60 },
      env: { K: 'v' },
      envNames: ['K'],
    })
    expect(await getApp({ ctx, input: { appId: app.id } })).toEqual({ ...app, liveSince: null })
    const row = await world.database.app.findUniqueOrThrow({ where: { id: app.id } })
    expect(row.slug).toBe('shop')
    expect(JSON.stringify(row)).not.toContain('"v"')
  })

  it('keeps env values of any content intact, and secret ones to itself', async () => {
    const env = { A: 'line\nfeed; "quotes" \'\t\u0001 ü 🙂', B: 'x'.repeat(119_000), SECRET: 'hush' }
    const app = await create({ env, secretEnv: ['SECRET'] })
    const { SECRET: _, ...shown } = env
    expect(app.env).toEqual(shown)
    expect(app.envNames.sort()).toEqual(['A', 'B', 'SECRET'])
    const row = await world.database.app.findUniqueOrThrow({ where: { id: app.id } })
    expect(openEnv(ctx.vault, app.id, row.envSealed)).toEqual(env)
    const audit = await world.database.auditEvent.findFirstOrThrow({ where: { targetId: app.id } })
    expect(JSON.stringify(audit)).not.toContain('hush')
    expect(audit).toMatchObject({ action: 'app.create', actorName: 'Ada', ip: '192.0.2.7' })
  })

  it('compares a new release with the one before, unless it is told not to; apps of before the setting do too', async () => {
    const app = await create({})
    expect(app.verification).toEqual({ errors: true, latency: true })
    const changed = await updateApp({ ctx, input: { appId: app.id, patch: { verification: { latency: false } } } })
    expect(changed.verification).toEqual({ errors: true, latency: false })
    const { liveSettings } = await world.database.app.findUniqueOrThrow({ where: { id: app.id } })
    const { verification: _, ...older } = liveSettingsSchema.parse(liveSettings)
    await world.database.app.update({ where: { id: app.id }, data: { liveSettings: older } })
    expect((await getApp({ ctx, input: { appId: app.id } })).verification).toEqual({ errors: true, latency: true })
  })

  it('shows no env to viewers, and lets them change nothing', async () => {
    const app = await create({ env: { K: 'v' } })
    const viewer = world.as(teamId, { role: 'viewer', isOperator: false })
    const seen = await getApp({ ctx: viewer, input: { appId: app.id } })
    expect(seen).not.toHaveProperty('env')
    expect(seen.envNames).toEqual(['K'])
    for (const call of [
      () => create({}, viewer),
      () => updateApp({ ctx: viewer, input: { appId: app.id, patch: {} } }),
      () => deleteApp({ ctx: viewer, input: { appId: app.id } }),
    ]) {
      expect((await problemOf(call)).kind).toBe('forbidden')
    }
  })

  it('names what is taken', async () => {
    const domain = `${uniqueName()}.localhost`
    const app = await create({ domains: [domain] })
    const other = world.as(await world.addTeam())
    const taken = await problemOf(() => create({ domains: ['free.localhost', domain] }, other))
    expect([taken.code, pathsOf(taken)]).toEqual(['domain_taken', ['domains.1']])
    expect(await world.database.domain.count({ where: { name: 'free.localhost' } })).toBe(0)
    const namesake = await problemOf(() => create({ name: app.name }))
    expect([namesake.code, pathsOf(namesake)]).toEqual(['name_taken', ['name']])
  })

  it('lets teams use the same name, in different slugs', async () => {
    const name = uniqueName()
    await create({ name })
    const other = await create({ name }, world.as(await world.addTeam()))
    const row = await world.database.app.findUniqueOrThrow({ where: { id: other.id } })
    expect(row.slug).toMatch(new RegExp(`^${name}-[0-9a-f]{4}$`))
  })

  it('names hosts that the team does not have', async () => {
    const unknown = await problemOf(() => create({ hosts: ['local', 'elsewhere'] }))
    expect(pathsOf(unknown)).toEqual(['hosts.1'])
    const foreign = await world.database.host.findFirstOrThrow({ where: { teamId: await world.addTeam() } })
    expect(pathsOf(await problemOf(() => create({ hosts: [foreign.id] })))).toEqual(['hosts.0'])
    const host = await world.database.host.findFirstOrThrow({ where: { teamId } })
    expect((await create({ hosts: [host.id] })).hosts).toEqual(['local'])
    expect(pathsOf(await problemOf(() => create({ hosts: ['local', host.id] })))).toEqual(['hosts.1'])
  })
})

describe('what must not get into names, domains and paths', () => {
  const nasty = [
    'a\nb',
    'a;b',
    'a"b',
    "a'b",
    'a b',
    'a\u0000b',
    'a\u0007b',
    'a\r\nb',
    '$(a)',
    'a`b',
    'x'.repeat(1_000_000),
  ]
  it.each([
    ['name', (value: string) => ({ name: value })],
    ['domains.0', (value: string) => ({ domains: [value] })],
    ['healthCheck.path', (value: string) => ({ healthCheck: { path: `/${value}` } })],
    ['image', (value: string) => ({ image: value })],
    ['volumes.0.name', (value: string) => ({ volumes: [{ name: value, mountPath: '/data' }] })],
    ['volumes.0.mountPath', (value: string) => ({ volumes: [{ name: 'data', mountPath: `/${value}` }] })],
    ['hosts.0', (value: string) => ({ hosts: [value] })],
  ])('%s is refused by name', async (path, fields) => {
    const app = await create()
    for (const value of nasty) {
      const created = await problemOf(async () => create(fields(value)))
      expect([created.kind, pathsOf(created)], value.slice(0, 10)).toEqual(['invalid', [path]])
      const changed = await problemOf(() => updateApp({ ctx, input: { appId: app.id, patch: fields(value) } }))
      expect([changed.kind, pathsOf(changed)], value.slice(0, 10)).toEqual(['invalid', [path]])
    }
  })

  it('env names and values that no process could be given are refused by name', async () => {
    const refused = async (env: Record<string, string>) => pathsOf(await problemOf(async () => create({ env })))
    expect(await refused({ 'A\nB': '1' })).toEqual(['env.A\nB'])
    expect(await refused({ 'A=B': '1' })).toEqual(['env.A=B'])
    expect(await refused({ A: 'x'.repeat(1_000_000) })).toEqual(['env.A', 'env'])
    expect(await refused({ A: 'a\u0000b' })).toEqual(['env.A'])
  })
})

describe('changing an app', () => {
  it('changes what is named and leaves the rest', async () => {
    const app = await create({ env: { A: '1', B: '2', S: 'hush' }, secretEnv: ['S'], command: ['run'], replicas: 2 })
    const change = (patch: Record<string, unknown>) => updateApp({ ctx, input: { appId: app.id, patch } })
    const changed = await change({
      env: { A: null, C: '3' },
      healthCheck: { path: '/ok' },
      image: 'nginx:1',
      command: null,
    })
    expect(changed).toMatchObject({ env: { B: '2', C: '3' }, image: 'nginx:1', replicas: 2, secretEnv: ['S'] })
    expect(changed.healthCheck).toEqual({ ...app.healthCheck, path: '/ok' })
    expect(changed).not.toHaveProperty('command')
    const row = await world.database.app.findUniqueOrThrow({ where: { id: app.id } })
    expect(openEnv(ctx.vault, app.id, row.envSealed)).toEqual({ B: '2', C: '3', S: 'hush' })
    expect((await change({ env: { S: null } })).secretEnv).toEqual([])
    expect((await change({ image: null })).image).toBeNull()
  })

  it('refuses unknown fields and wrong values by name, and changes nothing', async () => {
    const app = await create()
    const refused = async (patch: Record<string, unknown>) =>
      pathsOf(await problemOf(() => updateApp({ ctx, input: { appId: app.id, patch } })))
    expect(await refused({ colour: 'red' })).toEqual(['colour'])
    expect(await refused({ healthCheck: { paht: '/' } })).toEqual(['healthCheck.paht'])
    expect(await refused({ port: 70_000, replicas: 0 })).toEqual(['port', 'replicas'])
    expect(await refused({ name: null })).toEqual(['name'])
    expect(await refused({ secretEnv: ['NONE'] })).toEqual(['secretEnv.0'])
    expect(await getApp({ ctx, input: { appId: app.id } })).toMatchObject(app)
  })

  it('does not show a secret by taking its mark away', async () => {
    const app = await create({ env: { S: 'hush' }, secretEnv: ['S'] })
    const change = (patch: Record<string, unknown>) => updateApp({ ctx, input: { appId: app.id, patch } })
    expect(pathsOf(await problemOf(() => change({ secretEnv: [] })))).toEqual(['secretEnv'])
    expect((await change({ secretEnv: [], env: { S: 'open' } })).env).toEqual({ S: 'open' })
  })

  it('tells the proxies which domains came and went', async () => {
    const [one, two, three] = [uniqueName(), uniqueName(), uniqueName()].map((name) => `${name}.localhost`) as [
      string,
      string,
      string,
    ]
    const app = await create({ domains: [one, two] })
    const changed = await updateApp({ ctx, input: { appId: app.id, patch: { domains: [three, one] } } })
    expect(changed.domains).toEqual([three, one])
    expect(changed.url).toBe(`http://${three}:8080`)
    expect(world.queued).toEqual([{ name: 'sync-domains', payload: { teamId, appId: app.id } }])
    const taken = await create({ domains: [two] })
    const refused = await problemOf(() => updateApp({ ctx, input: { appId: app.id, patch: { domains: [one, two] } } }))
    expect([refused.code, pathsOf(refused), taken.domains]).toEqual(['domain_taken', ['domains.1'], [two]])
  })

  it('loses none of many changes at once', async () => {
    const app = await create()
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        updateApp({ ctx, input: { appId: app.id, patch: { env: { [`K${index}`]: 'x' } } } }),
      ),
    )
    expect((await getApp({ ctx, input: { appId: app.id } })).envNames).toHaveLength(8)
  })

  it('keeps a host on which it has a place in the proxies', async () => {
    const host = await world.database.host.create({
      data: { teamId, name: 'second', endpoint: { type: 'socket', path: '/x' }, publicAddress: '127.0.0.1' },
    })
    const app = await create({ hosts: ['local', 'second'] })
    const move = (hosts: string[]) => updateApp({ ctx, input: { appId: app.id, patch: { hosts } } })
    expect((await move(['local'])).hosts).toEqual(['local'])
    expect((await move(['local', 'second'])).hosts).toEqual(['local', 'second'])
    await world.database.appHost.updateMany({ where: { appId: app.id, hostId: host.id }, data: { proxyKey: 1 } })
    expect((await problemOf(() => move(['local']))).code).toBe('host_in_use')
  })
})

describe('deleting an app', () => {
  it('makes it invisible, frees its names and asks its deployments to stop', async () => {
    const domain = `${uniqueName()}.localhost`
    const app = await create({ domains: [domain], image: 'nginx:1' })
    const running = await startDeployment({ ctx, input: { appId: app.id, trigger: 'api' } })
    await world.database.deployment.update({ where: { id: running.id }, data: { status: 'checking' } })
    const queued = await startDeployment({ ctx, input: { appId: app.id, trigger: 'api' } })
    expect((await getApp({ ctx, input: { appId: app.id } })).status).toBe('deploying')
    const watched = { name: 'Shop', url: `http://${domain}/`, appId: app.id }
    const monitor = await createMonitor({ ctx, input: monitorSchema.parse(watched) })
    world.queued.length = 0
    await deleteApp({ ctx, input: { appId: app.id } })
    const rows = await world.database.deployment.findMany({ where: { appId: app.id }, orderBy: { number: 'asc' } })
    expect(rows.map((row) => [row.id, row.status, row.cancelRequestedAt !== null])).toEqual([
      [running.id, 'checking', true],
      [queued.id, 'cancelled', true],
    ])
    expect(world.queued.map((job) => job.name).sort()).toEqual(['remove-app', 'sync-domains'])
    for (const call of [
      () => getApp({ ctx, input: { appId: app.id } }),
      () => updateApp({ ctx, input: { appId: app.id, patch: {} } }),
      () => deleteApp({ ctx, input: { appId: app.id } }),
      () => startDeployment({ ctx, input: { appId: app.id, trigger: 'api' } }),
      () => getDeployment({ ctx, input: { deploymentId: queued.id } }),
      () => cancelDeployment({ ctx, input: { deploymentId: running.id } }),
      () => getMonitor({ ctx, input: { monitorId: monitor.id } }),
    ]) {
      expect((await problemOf(call)).kind).toBe('not_found')
    }
    const again = await create({ name: app.name, domains: [domain] })
    const row = await world.database.app.findUniqueOrThrow({ where: { id: again.id } })
    expect(row.slug).not.toBe(app.name)
  })

  it('is for the own team only', async () => {
    const app = await create()
    const stranger = world.as(await world.addTeam())
    expect((await problemOf(() => deleteApp({ ctx: stranger, input: { appId: app.id } }))).kind).toBe('not_found')
    expect((await getApp({ ctx, input: { appId: app.id } })).id).toBe(app.id)
  })
})

describe('listing apps', () => {
  it('goes through all, newest first', async () => {
    const made = [await create(), await create(), await create()].map((app) => app.id).reverse()
    const first = await listApps({ ctx, input: { limit: 2 } })
    expect(first.data.map((app) => app.id)).toEqual(made.slice(0, 2))
    const second = await listApps({ ctx, input: { limit: 2, cursor: first.nextCursor } })
    expect([second.data.map((app) => app.id), second.nextCursor]).toEqual([made.slice(2), null])
  })

  it('tells how each stands', async () => {
    const app = await create({ image: 'nginx:1', replicas: 2 })
    const started = await startDeployment({ ctx, input: { appId: app.id, trigger: 'api' } })
    const status = async () => (await listApps({ ctx, input: { limit: 1 } })).data[0]?.status
    expect(await status()).toBe('deploying')
    const { database } = world
    const release = await database.release.create({
      data: { teamId, appId: app.id, number: 1, image: 'nginx:1', digest: 'sha256:1', runSettings: {}, envSealed: '' },
    })
    await database.deployment.update({
      where: { id: started.id },
      data: { status: 'succeeded', releaseId: release.id },
    })
    await database.app.update({ where: { id: app.id }, data: { currentReleaseId: release.id } })
    expect(await status()).toBe('down')
    const host = await database.host.findFirstOrThrow({ where: { teamId } })
    const replica = (number: number) =>
      database.replica.create({
        data: {
          ...{ teamId, appId: app.id, hostId: host.id, releaseId: release.id, deploymentId: started.id, number },
          ...{ containerName: `${app.id}-${number}`, state: 'ready', side: 'a', slot: number, port: 3000 },
          ...{ address: `10.0.0.${number}`, checkPath: '/', checkHost: 'localhost' },
        },
      })
    await replica(1)
    expect(await status()).toBe('degraded')
    await replica(2)
    const [seen] = (await listApps({ ctx, input: { limit: 1 } })).data
    expect(seen).toMatchObject({
      status: 'live',
      readyReplicas: 2,
      wantedReplicas: 2,
      liveRelease: { number: 1, image: 'nginx:1' },
      lastDeployment: { number: 1, status: 'succeeded', actor: { name: 'Ada' }, release: { number: 1 } },
    })
  })
})
