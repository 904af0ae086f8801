import { randomBytes } from 'node:crypto'
import { createServer, request } from 'node:http'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { TrafficSession } from '@/core/ports/traffic'
import { appTraffic, ask, docker, hostTraffic, slotsFor, trafficUnderTest, untilUp } from '../support/traffic'
import { killReplicas, type Replica, startReplica } from '../support/traffic-replica'

const under = trafficUnderTest()
const { host, traffic, httpPort } = under
const domain = 'app1.localhost'
let v1: Replica
let v2: Replica
let session: TrafficSession

beforeAll(async () => {
  ;[v1, v2] = await Promise.all([startReplica('v1'), startReplica('v2')])
  // Several deployments may be the first on a host.
  await Promise.all([1, 2, 3, 4].map(() => traffic.ensureProxies(host, hostTraffic(1, appTraffic(1)))))
  session = await traffic.open(host, 1, 10)
})

afterAll(async () => {
  await session?.close()
  killReplicas()
  await under.remove()
})

describe('before a release is live', () => {
  test('both proxies run, with version and start', async () => {
    const states = await traffic.inspectProxies(host)
    expect(states.map((state) => state.name)).toEqual([
      `gapless-${host.instanceId}-proxy-a`,
      `gapless-${host.instanceId}-proxy-b`,
    ])
    for (const state of states)
      expect(state).toMatchObject({ running: true, version: expect.stringMatching(/^[23]\./) })
  })

  test('an unknown host name is answered with the branded 404, an app without release with the branded 503', async () => {
    const unknown = await ask(under, 'nobody.localhost')
    expect(unknown).toMatchObject({ status: 404, body: expect.stringContaining('There is no app at this address') })
    const none = await ask(under, domain)
    expect(none).toMatchObject({ status: 503, body: expect.stringContaining('Gapless') })
    expect(none.headers['retry-after']).toBe('5')
  })

  test('ensureProxies leaves running ones alone', async () => {
    const before = await traffic.inspectProxies(host)
    expect(await traffic.ensureProxies(host, hostTraffic(1, appTraffic(1)))).toEqual(before)
  })
})

describe('a release goes live', () => {
  test('an armed slot is up soon after it was filled, and serves once routed', async () => {
    await session.arm('a', [1])
    await session.fill('a', slotsFor(v1.port))
    expect(await untilUp(session, 'a', 1)).toBeLessThan(10_000)
    expect((await ask(under, domain)).status).toBe(503)
    await session.route('a')
    expect(await ask(under, domain)).toMatchObject({ status: 200, body: 'v1' })
    expect(await session.health('a')).toContainEqual({ slot: 1, status: 'up', check: 'L7OK', httpStatus: 200 })
  })

  test('the host name is matched without port and case', async () => {
    expect((await ask(under, `APP1.localhost:${httpPort}`)).body).toBe('v1')
  })

  test('forwarding headers are overwritten, a request id is added, the probe header is taken out', async () => {
    const forged = {
      'x-forwarded-for': '9.9.9.9',
      forwarded: 'for=9.9.9.9',
      'x-forwarded-proto': 'https',
      'x-gapless-probe': 'guess',
    }
    const seen: Record<string, string> = JSON.parse((await ask(under, domain, '/headers', { headers: forged })).body)
    expect(seen).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'http',
      'x-forwarded-host': domain,
    })
    expect(seen['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(seen).not.toHaveProperty('forwarded')
    expect(seen).not.toHaveProperty('x-gapless-probe')
  })

  test('a slot whose check does not answer 200 stays down and tells why', async () => {
    const [broken] = slotsFor(v2.port)
    if (!broken) throw new Error('no slot')
    const failing = createServer((_, response) => response.writeHead(503).end())
    await new Promise<void>((resolve) => failing.listen(0, '127.0.0.1', resolve))
    const address = failing.address()
    const port = address !== null && typeof address === 'object' ? address.port : 0
    await session.fill('b', [{ ...broken, port }])
    await expect
      .poll(async () => (await session.health('b'))[0], { timeout: 4000, interval: 20 })
      .toEqual({ slot: 1, status: 'down', check: 'L7STS', httpStatus: 503 })
    await session.vacate('b', [1])
    failing.close()
    expect((await session.health('b'))[0]?.status).toBe('maintenance')
  })

  test('an app with default settings on a spare key needs no reload, one with other settings or more slots does', async () => {
    const apps = [appTraffic(1), appTraffic(9)]
    const health = { intervalSeconds: 5, timeoutSeconds: 2, successThreshold: 2, failureThreshold: 3 }
    expect(await session.needsReload(hostTraffic(2, ...apps))).toBe(false)
    expect(await session.needsReload(hostTraffic(2, appTraffic(1), appTraffic(17)))).toBe(true)
    expect(await session.needsReload(hostTraffic(2, appTraffic(1, { b: { health, slots: 2, filled: [] } })))).toBe(true)
    expect(await session.needsReload(hostTraffic(2, appTraffic(1, { b: { ...appTraffic(1).b, slots: 9 } })))).toBe(true)
  })

  test('domains come and go on the running proxies, and another app keeps its own', async () => {
    const other = await traffic.open(host, 2, 1)
    await session.setDomains(['app1.localhost', 'www.localhost', 'moved.localhost'])
    expect((await ask(under, 'www.localhost')).body).toBe('v1')
    await other.setDomains(['app2.localhost', 'moved.localhost'])
    await session.setDomains(['app1.localhost'])
    expect((await ask(under, 'www.localhost')).status).toBe(404)
    expect((await ask(under, 'moved.localhost')).status).toBe(503)
    await other.close()
  })
})

describe('what passes through', () => {
  test('a WebSocket stays on its release over a switch, counts as in flight, and is cut when told', async () => {
    await session.fill('b', slotsFor(v2.port))
    await untilUp(session, 'b', 1)
    const socket = new WebSocket(`ws://127.0.0.1:${httpPort}/`, { headers: { host: domain } })
    const said = (message: string) =>
      new Promise<string>((resolve) => {
        socket.once('message', (data) => resolve(String(data)))
        socket.send(message)
      })
    await new Promise((resolve) => socket.once('open', resolve))
    expect(await said('one')).toBe('v1 one')
    await session.route('b')
    expect((await ask(under, domain)).body).toBe('v2')
    expect(await said('two')).toBe('v1 two')
    expect(await session.inFlight('a', [1])).toBe(1)
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    expect(await session.cut('a', [1])).toBe(1)
    await closed
    await expect.poll(() => session.inFlight('a', [1])).toBe(0)
    await session.route('a')
  })

  test('a WebSocket that came through a standby is in flight on its replica after the standby has ended', async () => {
    const fresh = await startReplica('fresh')
    await session.fill('b', slotsFor(fresh.port))
    await session.backUp('b', slotsFor(v1.port))
    await untilUp(session, 'b', 1)
    await session.route('b')
    await fresh.kill()
    await expect.poll(() => ask(under, domain).then(({ body }) => body)).toBe('v1')
    const socket = new WebSocket(`ws://127.0.0.1:${httpPort}/`, { headers: { host: domain } })
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    await new Promise((resolve) => socket.once('open', resolve))
    await session.fill('b', slotsFor(v2.port))
    await untilUp(session, 'b', 1)
    await session.backUp('b', [])
    expect((await ask(under, domain)).body).toBe('v2')
    await expect.poll(() => session.inFlight('a', [1])).toBe(1)
    expect(await session.inFlight('a', [2])).toBe(0)
    expect(await session.inFlight('b', [1])).toBe(0)
    expect(await session.cut('a', [1])).toBe(1)
    await closed
    await session.route('a')
  })

  test('server-sent events arrive as they are sent', async () => {
    const times: number[] = []
    const answered = await new Promise<string>((resolve, reject) => {
      request(
        { host: '127.0.0.1', port: httpPort, path: '/events', headers: { host: domain }, agent: false },
        (response) => {
          response.on('data', () => times.push(performance.now()))
          text(response).then(resolve, reject)
        },
      )
        .on('error', reject)
        .end()
    })
    expect(answered.match(/data: /g)).toHaveLength(5)
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeGreaterThan(300)
  })

  test('a 50 MB upload streams through', async () => {
    const block = randomBytes(1_000_000)
    const answer = new Promise<string>((resolve, reject) => {
      const headers = { host: domain, 'transfer-encoding': 'chunked' }
      const target = { host: '127.0.0.1', port: httpPort, path: '/upload', method: 'POST', headers, agent: false }
      const sent = request(target, (response) => text(response).then(resolve, reject))
      pipeline(Readable.from(Array.from({ length: 50 }, () => block)), sent).catch(reject)
    })
    expect(await answer).toBe('50000000')
  })
})

describe('who may write', () => {
  test('a lower fence writes nothing and is told so', async () => {
    const late = await traffic.open(host, 1, 9)
    await expect(late.route(null)).rejects.toMatchObject({ code: 'fenced' })
    await expect(late.store(hostTraffic(99, appTraffic(1)))).rejects.toMatchObject({ code: 'fenced' })
    await expect(late.reload(hostTraffic(99, appTraffic(1)))).rejects.toMatchObject({ code: 'fenced' })
    expect(await late.needsReload(hostTraffic(1, appTraffic(1)))).toBe(false)
    await late.close()
    const reader = await traffic.open(host, 7, 0)
    await expect(reader.route('a')).rejects.toMatchObject({ code: 'fenced' })
    await reader.close()
    expect((await ask(under, domain)).body).toBe('v1')
  })

  test('a closed session leaves its processes to the next one, and they end when nobody wants them', async () => {
    const count = async () => {
      const { Processes } = await docker.getContainer(`gapless-${host.instanceId}-proxy-a`).top()
      return Processes.filter((process: string[]) => process.join(' ').includes('gapless-session')).length
    }
    await expect.poll(count).toBe(1)
    const brief = await traffic.open(host, 3, 1)
    await expect.poll(count).toBe(2)
    await brief.close()
    const next = await traffic.open(host, 4, 1)
    expect(await count()).toBe(2)
    await next.close()
    await expect.poll(count).toBe(1)
  })
})
