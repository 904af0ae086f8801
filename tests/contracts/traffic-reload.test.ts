import { Agent, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { TrafficSession } from '@/core/ports/traffic'
import { appTraffic, ask, health, hostTraffic, slotsFor, trafficUnderTest, untilUp } from '../support/traffic'
import { killReplicas, type Replica, startReplica } from '../support/traffic-replica'

const under = trafficUnderTest()
const { host, traffic, httpPort } = under
const domain = 'app1.localhost'
let v1: Replica
let v2: Replica
let session: TrafficSession
let generation = 1

const reload = () =>
  session.reload(
    hostTraffic(++generation, appTraffic(1, { active: 'a', a: { health, slots: 2, filled: slotsFor(v1.port) } })),
  )

beforeAll(async () => {
  ;[v1, v2] = await Promise.all([startReplica('v1'), startReplica('v2')])
  await traffic.ensureProxies(host, hostTraffic(generation, appTraffic(1)))
  session = await traffic.open(host, 1, 1)
  await session.fill('a', slotsFor(v1.port))
  await untilUp(session, 'a', 1)
  await session.route('a')
})

afterAll(async () => {
  await session?.close()
  killReplicas()
  await under.remove()
})

test('an idle client of the older worker is served once more, and until then the proxy is not settled', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const askKept = () =>
    new Promise<string>((resolve, reject) => {
      const target = { host: '127.0.0.1', port: httpPort, headers: { host: domain }, agent }
      request(target, (response) => text(response).then(resolve, reject))
        .on('error', reject)
        .end()
    })
  expect(await askKept()).toBe('v1')
  await reload()
  const wait = await session.settleMs()
  expect(wait).toBeGreaterThan(5000)
  expect(wait).toBeLessThanOrEqual(11_000)
  expect(await askKept()).toBe('v1')
  await expect.poll(() => session.settleMs()).toBe(0)
  agent.destroy()
})

test('a request that the older worker carries is in flight and counted, and the new worker serves beside it', async () => {
  const counted = async () => (await session.counters()).reduce((sum, one) => sum + one.responses, 0)
  const slow = ask(under, domain, '/slow?ms=1500')
  await expect.poll(() => session.inFlight('a', [1])).toBe(1)
  await reload()
  expect(await session.inFlight('a', [1])).toBe(1)
  expect((await ask(under, domain)).body).toBe('v1')
  expect(await counted()).toBe(1)
  expect((await slow).body).toBe('slow')
  await expect.poll(() => session.inFlight('a', [1])).toBe(0)
})

test('a WebSocket held by the older worker is cut when told', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${httpPort}/`, { headers: { host: domain } })
  await new Promise((resolve) => socket.once('open', resolve))
  await reload()
  expect((await traffic.inspectProxies(host)).map((state) => state.oldWorkers).sort()).toEqual([0, 1])
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  expect(await session.cut('a', [1])).toBe(1)
  await closed
  await expect.poll(async () => (await traffic.inspectProxies(host)).map((state) => state.oldWorkers)).toEqual([0, 0])
})

test('a slot that is filled anew sends nothing to its last occupant, pooled connections included', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const askMany = (count: number) =>
    Promise.all(
      Array.from(
        { length: count },
        () =>
          new Promise<string>((resolve, reject) => {
            const target = { host: '127.0.0.1', port: httpPort, headers: { host: domain }, agent }
            request(target, (response) => text(response).then(resolve, reject))
              .on('error', reject)
              .end()
          }),
      ),
    )
  expect(new Set(await askMany(100))).toEqual(new Set(['v1']))
  await session.vacate('a', [1])
  await session.fill('a', slotsFor(v2.port))
  await untilUp(session, 'a', 1)
  expect(new Set(await askMany(200))).toEqual(new Set(['v2']))
  agent.destroy()
})
