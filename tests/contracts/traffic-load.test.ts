import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemClock } from '@/adapters/clock/system-clock'
import type { ProcessCounters, TrafficSession } from '@/core/ports/traffic'
import { shiftBack } from '@/services/deployments/steps/shift-traffic'
import { type LoadPlan, type LoadReport, spawnLoad } from '../support/load'
import {
  appTraffic,
  ask,
  health,
  hostTraffic,
  probeSecret,
  slotsFor,
  trafficUnderTest,
  untilUp,
} from '../support/traffic'
import { killReplicas, type Replica, type ReplicaBehaviour, startReplica } from '../support/traffic-replica'

const under = trafficUnderTest()
const { host, traffic, httpPort } = under
const domain = 'app1.localhost'
const everyone: LoadPlan = {
  port: httpPort,
  host: domain,
  keepAlive: 64,
  fresh: 8,
  posts: 8,
  long: 2,
  longPath: '/slow?ms=500',
}
let fence = 0
let session: TrafficSession

const numbers = ['responses', 'proxyErrors', 'appErrors', 'broken', 'retried', 'probes'] as const
const total = (counters: readonly ProcessCounters[]) =>
  Object.fromEntries(numbers.map((name) => [name, counters.reduce((sum, one) => sum + one[name], 0)]))

const serve = async (side: 'a' | 'b', version: string, behaviour?: ReplicaBehaviour): Promise<Replica> => {
  const replica = await startReplica(version, behaviour)
  await session.fill(side, slotsFor(replica.port))
  await untilUp(session, side, 1)
  return replica
}

/** Waits until the clients of this load have had so many answers from the release. */
const underLoad = async (plan: LoadPlan, work: () => Promise<void>): Promise<LoadReport> => {
  const before = total(await session.counters()).responses ?? 0
  const served = async () => (total(await session.counters()).responses ?? 0) - before
  const load = spawnLoad(plan)
  await expect.poll(served).toBeGreaterThan(500)
  await work()
  const now = await served()
  await expect.poll(served).toBeGreaterThan(now + 500)
  return load.stop()
}

beforeAll(() => traffic.ensureProxies(host, hostTraffic(1, appTraffic(1))))
afterAll(() => under.remove())

beforeEach(async () => {
  session = await traffic.open(host, 1, ++fence)
})

afterEach(async () => {
  await session.route(null)
  await session.backUp('a', [])
  await session.backUp('b', [])
  await session.vacate('a', [1, 2])
  await session.vacate('b', [1, 2])
  await session.close()
  killReplicas()
})

test('switching sides under load fails nothing and sends no late request to the old release', async () => {
  await serve('a', 'v1')
  await session.route('a')
  await serve('b', 'v2')
  let liveAt = 0
  const report = await underLoad(everyone, async () => {
    await session.route('b')
    liveAt = performance.timeOrigin + performance.now()
    await expect.poll(() => session.inFlight('a', [1])).toBe(0)
  })
  expect(report.failures).toEqual([])
  expect(report.versions.v1?.count).toBeGreaterThan(300)
  expect(report.versions.v2?.count).toBeGreaterThan(300)
  expect(report.versions.v1?.lastBeganAt).toBeLessThan(liveAt)
})

test('draining one of two replicas leaves it idle while the other serves', async () => {
  const [one, two] = await Promise.all([startReplica('one'), startReplica('two')])
  await session.fill('a', slotsFor(one.port, two.port))
  await untilUp(session, 'a', 2)
  await session.route('a')
  const report = await underLoad({ ...everyone, long: 0 }, async () => {
    await session.drain('a', [1])
    await expect.poll(() => session.inFlight('a', [1])).toBe(0)
    await one.kill()
  })
  expect(report.failures).toEqual([])
  expect(report.versions.one?.lastBeganAt).toBeLessThan(report.versions.two?.lastBeganAt ?? 0)
  expect((await session.health('a'))[1]?.status).toBe('up')
})

test('three reloads under load fail nothing', async () => {
  const replica = await serve('a', 'v1')
  await session.route('a')
  const live = (generation: number) =>
    hostTraffic(generation, appTraffic(1, { active: 'a', a: { health, slots: 2, filled: slotsFor(replica.port) } }))
  const report = await underLoad(everyone, async () => {
    for (const generation of [2, 3, 4]) {
      await session.reload(live(generation))
      await expect.poll(() => session.settleMs()).toBe(0)
    }
  })
  expect(report.failures).toEqual([])
})

test('the old release takes over when the only new replica dies; only what it had in hand may fail', async () => {
  const old = await serve('a', 'v1')
  await session.route('a')
  const fresh = await serve('b', 'v2')
  await session.backUp('b', slotsFor(old.port))
  let killedAt = 0
  let deadAt = 0
  const report = await underLoad({ ...everyone, long: 0 }, async () => {
    await session.route('b')
    await expect.poll(async () => (await ask(under, domain)).body).toBe('v2')
    killedAt = performance.timeOrigin + performance.now()
    await fresh.kill()
    deadAt = performance.timeOrigin + performance.now()
    await expect.poll(async () => (await ask(under, domain)).body).toBe('v1')
  })
  expect(report.failures.filter((failure) => failure.beganAt > deadAt)).toEqual([])
  expect(report.failures.filter((failure) => failure.endedAt < killedAt)).toEqual([])
  expect(report.failed).toBeLessThanOrEqual(80)
  // Nobody waited for a time-out of the proxies.
  expect(report.maxMs).toBeLessThan(10_000)
  expect(report.versions.v1?.lastBeganAt).toBeGreaterThan(deadAt)
})

test('requests that a dead new replica did not take are answered by the old release, though all go back there at once', async () => {
  const old = await serve('a', 'v1')
  await session.route('a')
  const fresh = await serve('b', 'v2')
  await session.backUp('b', slotsFor(old.port))
  const report = await underLoad({ ...everyone, long: 0 }, async () => {
    await fresh.kill()
    await session.route('b')
    await shiftBack({ session, side: 'b', previousSide: 'a' }, systemClock)
  })
  expect(report.failures).toEqual([])
  expect(await session.routed()).toEqual(['a', 'a'])
})

test('the counters are exactly what the clients counted, the prober taken out', async () => {
  await serve('a', 'v1', { errors: 0.05, truncated: 0.01 })
  await session.route('a')
  const before = total(await session.counters())
  const load = spawnLoad({ port: httpPort, host: domain, keepAlive: 16, fresh: 8, posts: 4 })
  let probes = 0
  const enough = async () => (total(await session.counters()).responses ?? 0) > (before.responses ?? 0) + 3000
  while (!(await enough())) {
    const probed = await ask(under, domain, '/health', { headers: { 'x-gapless-probe': probeSecret } })
    expect(probed.status).toBe(200)
    probes++
  }
  const report = await load.stop()
  await expect.poll(() => session.inFlight('a', [1])).toBe(0)
  const after = total(await session.counters())
  const counted = Object.fromEntries(numbers.map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)]))
  expect(counted).toEqual({
    responses: report.requests + probes,
    proxyErrors: 0,
    appErrors: report.statuses['500'],
    broken: report.errors.truncated,
    retried: 0,
    probes,
  })
  expect(report.statuses['500']).toBeGreaterThan(50)
  expect(report.errors.truncated).toBeGreaterThan(10)
})

test('an app that closes before its head is a 502 of the proxy, never sent twice when posted', async () => {
  await serve('a', 'v1')
  await session.route('a')
  const before = total(await session.counters())
  expect((await ask(under, domain, '/no-head', { method: 'POST' })).status).toBe(502)
  const after = total(await session.counters())
  const change = numbers.map((name) => (after[name] ?? 0) - (before[name] ?? 0))
  expect(Object.fromEntries(numbers.map((name, index) => [name, change[index]]))).toEqual({
    responses: 1,
    proxyErrors: 1,
    appErrors: 0,
    broken: 0,
    retried: 0,
    probes: 0,
  })
})
