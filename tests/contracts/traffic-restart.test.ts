import { createServer } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTraffic } from '@/adapters/traffic/create-traffic'
import type { TrafficSession } from '@/core/ports/traffic'
import { leaveOver } from '../support/left-over'
import { appTraffic, ask, docker, health, hostTraffic, slotsFor, trafficUnderTest, untilUp } from '../support/traffic'
import { proxyImageFor } from '../support/traffic-image'
import { killReplicas, type Replica, startReplica } from '../support/traffic-replica'

const under = trafficUnderTest()
const { host, traffic, httpPort } = under
const names = [`gapless-${host.instanceId}-proxy-a`, `gapless-${host.instanceId}-proxy-b`]
let v1: Replica
let v2: Replica
let session: TrafficSession

const live = (generation: number) =>
  hostTraffic(generation, appTraffic(1, { active: 'a', a: { health, slots: 2, filled: slotsFor(v1.port) } }))

beforeAll(async () => {
  ;[v1, v2] = await Promise.all([startReplica('v1'), startReplica('v2')])
  await traffic.ensureProxies(host, hostTraffic(1, appTraffic(1)))
  session = await traffic.open(host, 1, 10)
  await session.fill('a', slotsFor(v1.port))
  await untilUp(session, 'a', 1)
  await session.route('a')
  await session.store(live(5))
})

afterAll(async () => {
  await session?.close()
  killReplicas()
  await under.remove()
})

/** Renames a file in these containers. */
const move = async (containers: readonly string[], from: string, to: string): Promise<void> => {
  for (const name of containers) {
    const exec = await docker.getContainer(name).exec({ Cmd: ['mv', from, to], AttachStdout: true })
    const stream = await exec.start({})
    stream.resume()
    await new Promise((resolve) => stream.on('end', resolve))
  }
}

/** How many lines each of these proxies has open. */
const linesTo = (containers: readonly string[]): Promise<number[]> =>
  Promise.all(
    containers.map(async (name) => {
      const { Processes } = await docker.getContainer(name).top()
      return Processes.flat().filter((word: string) => word.includes('gapless-session')).length
    }),
  )

test('an older generation is left unstored; restarted proxies serve what was stored', async () => {
  await session.store(hostTraffic(4, appTraffic(1)))
  await Promise.all(names.map((name) => docker.getContainer(name).restart({ t: 0 })))
  await expect.poll(() => ask(under, 'app1.localhost').then((answer) => answer.body, String)).toBe('v1')
})

test('the open session goes on after the restart, with what it had set and not stored', async () => {
  await session.fill('b', slotsFor(v2.port))
  await untilUp(session, 'b', 1)
  await session.setDomains(['app1.localhost', 'more.localhost'])
  const before = (await session.counters()).map((counter) => counter.process)
  await Promise.all(names.map((name) => docker.getContainer(name).restart({ t: 0 })))
  expect(await untilUp(session, 'b', 1)).toBeLessThan(10_000)
  expect((await ask(under, 'more.localhost')).body).toBe('v1')
  const after = (await session.counters()).map((counter) => counter.process)
  expect(after).toHaveLength(2)
  for (const process of after) expect(before).not.toContain(process)
})

test('a proxy that the engine cannot start any more is made anew, while the other serves', async () => {
  const [name = ''] = names
  const { Id: before } = await docker.getContainer(name).inspect()
  const clear = await leaveOver(name)
  expect((await ask(under, 'app1.localhost')).body).toBe('v1')
  await traffic.ensureProxies(host, live(6))
  const { Id: after, State } = await docker.getContainer(name).inspect()
  expect(after).not.toBe(before)
  expect(State.Running).toBe(true)
  expect((await ask(under, 'app1.localhost')).body).toBe('v1')
  clear()
})

test('fences outlive the restart', async () => {
  const late = await traffic.open(host, 1, 9)
  await expect(late.route(null)).rejects.toMatchObject({ code: 'fenced' })
  await late.close()
})

test('a stopped proxy is started by open', async () => {
  const [first = ''] = names
  await docker.getContainer(first).stop({ t: 0 })
  expect((await traffic.inspectProxies(host)).map((state) => state.running)).toEqual([false, true])
  const again = await traffic.open(host, 1, 10)
  expect((await traffic.inspectProxies(host)).map((state) => state.running)).toEqual([true, true])
  await again.close()
})

test('a proxy whose maker died before it had its configuration is made anew', async () => {
  const other = trafficUnderTest()
  const image = await proxyImageFor(docker, other.host.instanceId)
  await docker.createContainer({
    name: `gapless-${other.host.instanceId}-proxy-a`,
    Image: image,
    Labels: { 'gapless.instance': other.host.instanceId, 'gapless.role': 'proxy' },
  })
  const proxies = await other.traffic.ensureProxies(other.host, hostTraffic(1, appTraffic(1)))
  expect(proxies.map((proxy) => proxy.running)).toEqual([true, true])
  await other.remove()
})

test('a proxy that was started without its configuration is made anew', async () => {
  const other = trafficUnderTest()
  const image = await proxyImageFor(docker, other.host.instanceId)
  const container = await docker.createContainer({
    name: `gapless-${other.host.instanceId}-proxy-a`,
    Image: image,
    Labels: { 'gapless.instance': other.host.instanceId, 'gapless.role': 'proxy' },
    HostConfig: { NetworkMode: 'host' },
  })
  await container.start()
  await container.wait()
  const proxies = await other.traffic.ensureProxies(other.host, hostTraffic(1, appTraffic(1)))
  expect(proxies.map((proxy) => proxy.running)).toEqual([true, true])
  await other.remove()
})

test('whoever waited long for the image does not take a proxy away that another is just making', async () => {
  const other = trafficUnderTest()
  const desired = hostTraffic(1, appTraffic(1))
  const name = `gapless-${other.host.instanceId}-proxy-a`
  const began = Date.now()
  let making: Promise<unknown> = Promise.resolve()
  const late = createTraffic({
    docker: () => docker,
    isHost: async () => true,
    proxyImage: async () => {
      making = other.traffic.ensureProxies(other.host, desired)
      await expect.poll(() => docker.getContainer(name).inspect(), { interval: 1, timeout: 20_000 }).toBeDefined()
      vi.spyOn(Date, 'now').mockReturnValue(began + 15_000)
      return proxyImageFor(docker, other.host.instanceId)
    },
    ...{ httpPort: other.httpPort, httpsPort: other.httpsPort, probeSecret: 'x'.repeat(16), keepLinesMs: 500 },
  })
  const proxies = await late.ensureProxies(other.host, desired)
  vi.restoreAllMocks()
  expect(proxies.map((proxy) => proxy.running)).toEqual([true, true])
  await making
  await other.remove()
})

test('proxies that answer only after some tries are left no lines but those that are used', async () => {
  await session.routed()
  await expect.poll(() => linesTo(names)).toEqual([1, 1])
  const admin = '/run/gapless/admin.sock'
  await move(names, admin, `${admin}.hidden`)
  const dialed = vi.spyOn(docker.modem, 'dial')
  const tries = () => dialed.mock.calls.filter(([{ path }]) => /^\/exec\/.*start/.test(path ?? '')).length
  const opening = traffic.open(host, 1, 10)
  await expect.poll(tries).toBeGreaterThanOrEqual(8)
  vi.restoreAllMocks()
  await move(names, `${admin}.hidden`, admin)
  const opened = await opening
  await expect.poll(() => linesTo(names)).toEqual([2, 2])
  await opened.close()
})

test('a configuration that HAProxy refuses is not stored, and its words are told', async () => {
  const hide = (from: string, to: string) => move(names, from, to)
  const page = '/usr/local/share/gapless/503.http'
  await hide(page, `${page}.hidden`)
  await expect(session.reload(live(6))).rejects.toMatchObject({
    code: 'configuration_refused',
    message: expect.stringContaining('503.http'),
  })
  await hide(`${page}.hidden`, page)
  expect((await ask(under, 'app1.localhost')).body).toBe('v1')
})

test('a reload that fails after the check leaves the old worker and the old configuration', async () => {
  const blocker = createServer()
  await new Promise<void>((resolve) => blocker.listen(0, '0.0.0.0', resolve))
  const address = blocker.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const moved = trafficUnderTest(host.instanceId, port)
  const wrong = await moved.traffic.open(host, 1, 10)
  await expect(wrong.reload(live(7))).rejects.toMatchObject({ code: 'configuration_refused' })
  await wrong.close()
  expect((await ask(under, 'app1.localhost')).body).toBe('v1')
  await Promise.all(names.map((name) => docker.getContainer(name).restart({ t: 0 })))
  await expect.poll(() => ask(under, 'app1.localhost').then((answer) => answer.body, String)).toBe('v1')
  blocker.close()
})

test('a port that another program or another instance holds is named', async () => {
  const blocker = createServer()
  await new Promise<void>((resolve) => blocker.listen(0, '0.0.0.0', resolve))
  const address = blocker.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  for (const inUse of [port, httpPort]) {
    const other = trafficUnderTest(undefined, inUse)
    await expect(other.traffic.ensureProxies(other.host, hostTraffic(1))).rejects.toMatchObject({
      code: 'port_in_use',
      message: expect.stringContaining(`Port ${inUse}`),
    })
    expect((await other.traffic.inspectProxies(other.host)).map((state) => state.running)).toEqual([false, false])
    await other.remove()
  }
  blocker.close()
})
