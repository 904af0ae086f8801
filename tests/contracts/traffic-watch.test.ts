import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FilledSlot, SideReading, TrafficSession } from '@/core/ports/traffic'
import { slowerThanMs } from '@/core/verification/slower'
import { appTraffic, ask, hostTraffic, probeSecret, slotsFor, trafficUnderTest, untilUp } from '../support/traffic'
import { killReplicas, type Replica, startReplica } from '../support/traffic-replica'

const under = trafficUnderTest()
const { host, traffic } = under
const domain = 'app1.localhost'
let session: TrafficSession
let fresh: Replica

beforeAll(async () => {
  await traffic.ensureProxies(host, hostTraffic(1, appTraffic(1)))
  session = await traffic.open(host, 1, 1)
  const [old, broken] = await Promise.all([startReplica('v1'), startReplica('v2', { errors: 1 })])
  fresh = broken
  await session.fill('a', slotsFor(old.port))
  await session.fill('b', slotsFor(fresh.port))
  await Promise.all([untilUp(session, 'a', 1), untilUp(session, 'b', 1)])
})
afterAll(async () => {
  await session.close()
  killReplicas()
  await under.remove()
})

const total = (counters: readonly SideReading[]) => ({
  requests: counters.reduce((sum, one) => sum + one.requests, 0),
  failed: counters.reduce((sum, one) => sum + one.failed, 0),
  slower: slowerThanMs.map((_, index) => counters.reduce((sum, one) => sum + (one.slower[index] ?? 0), 0)),
})
const slotFor = (slot: number, port: number): FilledSlot => ({
  slot,
  address: '127.0.0.1',
  port,
  checkPath: '/health',
  checkHost: domain,
})
const counted = async (side: 'a' | 'b') => total((await session.watch(side)).counters)
const askTimes = async (times: number, path: string, headers: Record<string, string> = {}) => {
  for (let i = 0; i < times; i++) await ask(under, domain, path, { headers }).catch(() => null)
}

test('what is watched is counted by side: answers to users, and which of them failed', async () => {
  await session.route('a')
  await askTimes(6, '/')
  await session.route('b')
  await askTimes(4, '/')
  await askTimes(2, '/chunked-broken')
  await askTimes(1, '/no-head')
  await expect.poll(() => counted('a')).toMatchObject({ requests: 6, failed: 0 })
  await expect.poll(() => counted('b')).toMatchObject({ requests: 7, failed: 7 })
})

test('our own probes are not counted, however long they take', async () => {
  await session.route('a')
  const before = await counted('a')
  await askTimes(5, '/health', { 'x-gapless-probe': probeSecret })
  await askTimes(1, '/slow?ms=120', { 'x-gapless-probe': probeSecret })
  expect(await counted('a')).toEqual(before)
})

test('our own probes are not counted where they fail, whoever answers them', async () => {
  await session.route('b')
  const before = await counted('b')
  const probe = { 'x-gapless-probe': probeSecret }
  // 500 by the app, 502 by the proxy.
  await askTimes(5, '/', probe)
  await askTimes(2, '/no-head', probe)
  await askTimes(3, '/')
  await expect.poll(() => counted('b')).toMatchObject({ requests: before.requests + 3, failed: before.failed + 3 })
  // 503 by the proxy.
  await session.drain('b', [1])
  await askTimes(4, '/', probe)
  await askTimes(2, '/')
  await expect.poll(() => counted('b')).toMatchObject({ requests: before.requests + 5, failed: before.failed + 5 })
  await session.fill('b', slotsFor(fresh.port))
})

test('slow answers are counted with every bound they exceed', async () => {
  await session.route('a')
  const before = await counted('a')
  const each = [0, 70, 150, 150, 700]
  for (const ms of each) await askTimes(1, `/slow?ms=${ms}`)
  const after = await counted('a')
  expect(after.requests - before.requests).toBe(each.length)
  for (const [index, bound] of slowerThanMs.entries()) {
    const slower = (after.slower[index] ?? 0) - (before.slower[index] ?? 0)
    // A busy machine makes an answer slower than it was asked to be, but never by seconds.
    expect(slower).toBeGreaterThanOrEqual(each.filter((ms) => ms >= bound).length)
    expect(slower).toBeLessThanOrEqual(bound < 5000 ? each.length : 0)
  }
})

test('both views of the same: a survey of the host, and the whole session', async () => {
  const [a, b] = [await counted('a'), await counted('b')]
  const survey = await traffic.survey(host, [{ key: 1, active: 'a' }])
  const sum = (values: readonly number[]) => values.reduce((one, other) => one + other, 0)
  expect(sum(survey.counters.map((one) => one.requests))).toBe(a.requests + b.requests)
  expect(sum(survey.counters.map((one) => one.errors))).toBe(a.failed + b.failed)
  expect(slowerThanMs.map((_, index) => sum(survey.counters.map((one) => one.slower[index] ?? 0)))).toEqual(a.slower)
  const readings = await session.counters()
  expect(total(readings.map((one) => ({ ...one.sides.b, process: one.process })))).toEqual(b)
})

test('the health that is watched is that of the side', async () => {
  const { health } = await session.watch('b')
  expect(health.slice(0, 2).map((slot) => slot.status)).toEqual(['up', 'maintenance'])
  expect(health).toEqual(await session.health('b'))
})

test('which replica failed what is counted by slot, however it failed', async () => {
  const [dying, failing] = await Promise.all([startReplica('dying'), startReplica('failing', { errors: 1 })])
  const bySlot = async () => {
    const sums: Record<string, number> = {}
    for (const { failedBySlot = {} } of (await session.watch('a')).counters)
      for (const [slot, failed] of Object.entries(failedBySlot)) sums[slot] = (sums[slot] ?? 0) + failed
    return sums
  }
  await session.route('a')
  await session.vacate('a', [1])
  await session.fill('a', [slotFor(3, dying.port)])
  await expect.poll(async () => (await session.health('a'))[2]?.status).toBe('up')
  const before = await counted('a')
  // 502 by the proxy, an answer broken off by the app, and one of each that the replica's end leaves.
  await askTimes(1, '/no-head')
  await askTimes(1, '/chunked-broken')
  const underWay = ['/slow?ms=9000', '/events'].map((path) =>
    ask(under, domain, path, { method: 'POST' }).catch(() => null),
  )
  await expect.poll(() => session.inFlight('a', [3])).toBe(2)
  await session.fill('a', [slotFor(4, failing.port)])
  await expect.poll(async () => (await session.health('a'))[3]?.status).toBe('up')
  await dying.kill()
  await Promise.all(underWay)
  await expect.poll(async () => (await session.health('a'))[2]?.status).toBe('down')
  await askTimes(2, '/')
  await expect.poll(bySlot).toEqual({ 3: 4, 4: 2 })
  expect((await counted('a')).failed - before.failed).toBe(6)
})
