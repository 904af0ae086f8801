import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { appSchema } from '@/core/apps/schema'
import { hostSchema } from '@/core/hosts/schema'
import { EngineError, type EngineInfo } from '@/core/ports/containers'
import type { ProxyState } from '@/core/ports/traffic'
import { parseValues } from '@/core/validation'
import { createApp } from '@/services/apps/create-app'
import type { Context } from '@/services/context'
import { createHost } from '@/services/hosts/create-host'
import { deleteHost } from '@/services/hosts/delete-host'
import { getHost } from '@/services/hosts/get-host'
import { hostTarget } from '@/services/hosts/host-target'
import { listHosts } from '@/services/hosts/list-hosts'
import { testHost } from '@/services/hosts/test-host'
import { updateHost } from '@/services/hosts/update-host'
import { pathsOf, problemOf } from '@/tests/support/problem'
import { createServiceWorld, noEngine, type ServiceWorld } from '@/tests/support/service-context'

let world: ServiceWorld
let teamId: string
let operator: Context
let admin: Context

beforeAll(async () => {
  world = await createServiceWorld()
  world.names.set('docker.example.com', ['198.18.0.1'])
  world.names.set('public.example.com', ['93.184.215.14', '2606:2800:21f::1'])
  world.names.set('mixed.example.com', ['93.184.215.14', '10.0.0.5'])
})
afterAll(() => world.close())
beforeEach(async () => {
  teamId = await world.addTeam()
  operator = world.as(teamId)
  admin = world.as(teamId, { id: 'user-2', role: 'admin', isOperator: false })
})

const pem = (kind: string): string => `-----BEGIN ${kind}-----\nc2VjcmV0\n-----END ${kind}-----\n`
const ssh = (host: string) => ({
  type: 'ssh' as const,
  host,
  username: 'deploy',
  privateKey: pem('OPENSSH PRIVATE KEY'),
  hostKey: 'ssh-ed25519 AAAA',
})
const tcp = (host: string) => ({
  type: 'tcp' as const,
  host,
  tls: { ca: pem('CERTIFICATE'), cert: pem('CERTIFICATE'), key: pem('PRIVATE KEY') },
})
const socket = { type: 'socket' as const, path: '/var/run/docker.sock' }

let count = 0
const create = (endpoint: unknown, by: Context, more: object = {}) => {
  count += 1
  return createHost({ ctx: by, input: parseValues(hostSchema, { name: `host-${count}`, endpoint, ...more }) })
}

describe('adding a host', () => {
  it('keeps its secrets sealed and to itself', async () => {
    const host = await create(ssh('public.example.com'), admin)
    expect(host).toMatchObject({
      endpoint: { type: 'ssh', host: 'public.example.com', port: 22, username: 'deploy', hostKey: 'ssh-ed25519 AAAA' },
      publicAddress: 'public.example.com',
      status: 'unknown',
      apps: 0,
      proxies: [],
    })
    const row = await world.database.host.findUniqueOrThrow({ where: { id: host.id } })
    const audits = await world.database.auditEvent.findMany({ where: { targetId: host.id } })
    expect(JSON.stringify([host, row, audits])).not.toContain('c2VjcmV0')
    expect(hostTarget(row, 'test0001', operator.vault).endpoint).toEqual({ ...ssh('public.example.com'), port: 22 })
  })

  it('lets only the operator add sockets and addresses that are not public', async () => {
    const endpoints = [
      socket,
      ssh('127.0.0.1'),
      ssh('10.1.2.3'),
      ssh('169.254.169.254'),
      tcp('docker.example.com'),
      tcp('mixed.example.com'),
    ]
    for (const endpoint of endpoints) {
      expect((await problemOf(() => create(endpoint, admin))).kind).toBe('forbidden')
      expect((await create(endpoint, operator)).endpoint?.type).toBe(endpoint.type)
    }
    const inside = { publicAddress: '192.168.1.1' }
    expect((await problemOf(() => create(ssh('public.example.com'), admin, inside))).kind).toBe('forbidden')
  })

  it('names an address that nobody has, and takes a name once', async () => {
    expect(pathsOf(await problemOf(() => create(ssh('nowhere.example.com'), admin)))).toEqual(['endpoint.host'])
    const taken = await problemOf(() => create(socket, operator, { name: 'local' }))
    expect([taken.code, pathsOf(taken)]).toEqual(['name_taken', ['name']])
  })

  it('is for admins and above', async () => {
    const developer = world.as(teamId, { role: 'developer' })
    expect((await problemOf(() => create(socket, developer))).kind).toBe('forbidden')
    expect((await listHosts({ ctx: developer, input: { limit: 10 } })).data.map((host) => host.name)).toEqual(['local'])
  })
})

describe('changing a host', () => {
  it('keeps the keys that are not named', async () => {
    const host = await create(tcp('public.example.com'), admin)
    const changed = await updateHost({ ctx: admin, input: { hostId: host.id, patch: { endpoint: { port: 2377 } } } })
    expect(changed.endpoint).toEqual({ type: 'tcp', host: 'public.example.com', port: 2377 })
    const row = await world.database.host.findUniqueOrThrow({ where: { id: host.id } })
    expect(hostTarget(row, 'test0001', admin.vault).endpoint).toEqual({ ...tcp('public.example.com'), port: 2377 })
  })

  it('goes by the same rules as adding one', async () => {
    const host = await create(ssh('public.example.com'), admin)
    const change = (patch: Record<string, unknown>, by = admin) =>
      updateHost({ ctx: by, input: { hostId: host.id, patch } })
    expect((await problemOf(() => change({ endpoint: { host: '10.0.0.1' } }))).kind).toBe('forbidden')
    expect((await problemOf(() => change({ endpoint: socket }))).kind).toBe('forbidden')
    expect((await problemOf(() => change({ publicAddress: '127.0.0.1' }))).kind).toBe('forbidden')
    expect(pathsOf(await problemOf(() => change({ endpoint: { type: 'tcp', host: 'public.example.com' } })))).toEqual([
      'endpoint.tls',
    ])
    expect(pathsOf(await problemOf(() => change({ colour: 'red' })))).toEqual(['colour'])
    expect((await change({ endpoint: socket }, operator)).endpoint).toEqual(socket)
    expect((await change({ name: 'renamed' })).name).toBe('renamed')
  })
})

describe('removing a host', () => {
  it('is refused while apps are placed on it', async () => {
    const host = await world.database.host.findFirstOrThrow({ where: { teamId } })
    const remove = () => deleteHost({ ctx: admin, input: { hostId: host.id } })
    const app = await createApp({ ctx: operator, input: parseValues(appSchema, { name: `on-${count}`, port: 80 }) })
    expect((await problemOf(remove)).code).toBe('host_in_use')
    await world.database.app.delete({ where: { id: app.id } })
    await remove()
    expect((await problemOf(() => getHost({ ctx: admin, input: { hostId: host.id } }))).kind).toBe('not_found')
  })

  it("is for the team's own only", async () => {
    const host = await world.database.host.findFirstOrThrow({ where: { teamId: await world.addTeam() } })
    for (const call of [
      () => getHost({ ctx: admin, input: { hostId: host.id } }),
      () => updateHost({ ctx: admin, input: { hostId: host.id, patch: {} } }),
      () => deleteHost({ ctx: admin, input: { hostId: host.id } }),
      () => testHost({ ctx: admin, input: { hostId: host.id } }),
    ]) {
      expect((await problemOf(call)).kind).toBe('not_found')
    }
  })
})

describe('trying a host', () => {
  const proxy = (running: boolean): ProxyState => ({
    name: 'gapless-test0001-proxy-1',
    running,
    version: '2.6',
    startedAt: null,
    oldWorkers: 0,
  })

  const tryWith = async (info: () => Promise<Partial<EngineInfo>>, proxies: ProxyState[]) => {
    const host = await world.database.host.findFirstOrThrow({ where: { teamId } })
    const full = async (): Promise<EngineInfo> => ({
      id: randomUUID(),
      session: null,
      engineVersion: '24.0.7',
      operatingSystem: 'Debian GNU/Linux 12',
      cpus: 2,
      memoryBytes: 2 ** 32,
      ownContainers: 0,
      ...(await info()),
    })
    const ctx: Context = {
      ...operator,
      containers: { engine: () => ({ ...noEngine, info: full }) },
      traffic: { ...operator.traffic, inspectProxies: async () => proxies },
    }
    const result = await testHost({ ctx, input: { hostId: host.id } })
    return { result, row: await world.database.host.findUniqueOrThrow({ where: { id: host.id } }) }
  }

  it('says what is there', async () => {
    const { result, row } = await tryWith(async () => ({}), [proxy(true), proxy(true)])
    expect(result.ok).toBe(true)
    expect(result.checks.map((check) => check.name)).toEqual(['engine', 'version', 'system', 'proxies'])
    expect(row).toMatchObject({ status: 'ready', engineVersion: '24.0.7', statusMessage: null })
    expect(row.checkedAt).not.toBeNull()
  })

  it('says what is missing', async () => {
    const old = await tryWith(async () => ({ engineVersion: '19.03.15' }), [proxy(true), proxy(false)])
    expect(old.result.checks.filter((check) => !check.ok).map((check) => check.name)).toEqual(['version', 'proxies'])
    expect(old.row).toMatchObject({ status: 'degraded', statusMessage: expect.stringContaining('19.03.15') })
    const silent = await tryWith(async () => {
      throw new EngineError('host_unreachable', 'connection timed out')
    }, [])
    expect(silent.result).toEqual({
      ok: false,
      checks: [{ name: 'engine', ok: false, message: expect.stringContaining('connection timed out') }],
    })
    expect(silent.row.status).toBe('unreachable')
  })
})

describe('an engine that another host has', () => {
  const seen = (id: string, session: string | null): EngineInfo => ({
    id,
    session,
    engineVersion: '24.0.7',
    operatingSystem: 'Debian GNU/Linux 12',
    cpus: 2,
    memoryBytes: 2 ** 32,
    ownContainers: 0,
  })
  const away = new EngineError('host_unreachable', 'no route to host')

  /** Where the engines behind addresses say who they are, each time they are asked; the last answer is given again. */
  const adding = async (host: string, engines: Record<string, (EngineInfo | EngineError)[]>) => {
    const ctx: Context = {
      ...operator,
      containers: {
        engine: ({ endpoint }) => ({
          ...noEngine,
          info: async () => {
            const answers = engines['host' in endpoint ? endpoint.host : '']
            const answer = answers && answers.length > 1 ? answers.shift() : answers?.[0]
            if (answer === undefined || answer instanceof EngineError) throw answer ?? away
            return answer
          },
        }),
      },
    }
    return create(ssh(host), ctx)
  }

  it('is refused, but for a machine that was cloned and is seen to be another', async () => {
    const id = randomUUID()
    const [one, clone] = [seen(id, 'started here'), seen(id, 'started there')]
    await adding('10.0.0.1', { '10.0.0.1': [one] })
    const again = await problemOf(() => adding('10.0.0.2', { '10.0.0.1': [one], '10.0.0.2': [one] }))
    expect([again.kind, again.code]).toEqual(['conflict', 'engine_taken'])
    const nameless = { '10.0.0.1': [seen(id, null)], '10.0.0.2': [clone] }
    expect((await problemOf(() => adding('10.0.0.2', nameless))).code).toBe('engine_taken')
    const silent = await problemOf(() => adding('10.0.0.2', { '10.0.0.1': [away], '10.0.0.2': [clone] }))
    expect(silent.message).toContain('remove /var/lib/docker/engine-id')
    // It was started anew while both were looked at.
    const restarted = { '10.0.0.1': [clone], '10.0.0.2': [one, clone] }
    expect((await problemOf(() => adding('10.0.0.2', restarted))).code).toBe('engine_taken')
    const added = await adding('10.0.0.2', { '10.0.0.1': [one], '10.0.0.2': [clone] })
    expect(await world.database.host.findUnique({ where: { id: added.id } })).toMatchObject({ engineId: id })
  })

  it('does not keep a host from being added that does not answer', async () => {
    const added = await adding('10.0.0.3', {})
    expect(await world.database.host.findUnique({ where: { id: added.id } })).toMatchObject({ engineId: null })
  })
})
