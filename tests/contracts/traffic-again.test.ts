import { createServer, type Server } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SlotHealth, TrafficSession } from '@/core/ports/traffic'
import { appTraffic, ask, docker, hostTraffic, slotsFor, trafficUnderTest, untilUp } from '../support/traffic'
import { killReplicas, type Replica, startReplica } from '../support/traffic-replica'

const under = trafficUnderTest()
const { host, traffic } = under
const names = [`gapless-${host.instanceId}-proxy-a`, `gapless-${host.instanceId}-proxy-b`]
const domain = 'app1.localhost'
const slots = [1, 2, 3, 4, 5, 6, 7, 8]
let v1: Replica
let v2: Replica
let fence = 0
let session: TrafficSession

beforeAll(async () => {
  ;[v1, v2] = await Promise.all([startReplica('v1'), startReplica('v2')])
  await traffic.ensureProxies(host, hostTraffic(1, appTraffic(1)))
})
beforeEach(async () => {
  session = await traffic.open(host, 1, ++fence)
  await session.setDomains([domain])
})
afterEach(async () => {
  await session.route(null)
  await session.backUp('b', [])
  await Promise.all((['a', 'b'] as const).map((side) => session.vacate(side, slots)))
  await session.close()
})
afterAll(async () => {
  killReplicas()
  await under.remove()
})

const takeOver = async (): Promise<void> => {
  await session.close()
  session = await traffic.open(host, 1, ++fence)
}
const first = async (): Promise<SlotHealth | undefined> => (await session.health('a'))[0]

/** An app whose check is refused until it has started. */
const bootingApp = async (): Promise<{ port: number; hasBooted: () => void; close: () => Server }> => {
  let status = 503
  const server = createServer((_, response) => response.writeHead(status).end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const hasBooted = () => {
    status = 200
  }
  const port = address !== null && typeof address === 'object' ? address.port : 0
  return { port, hasBooted, close: () => server.close() }
}

describe('a worker that takes over and fills the slots again', () => {
  test('leaves a replica that boots where it is: it serves as soon as it is healthy', async () => {
    const app = await bootingApp()
    await session.arm('a', [1])
    await session.fill('a', slotsFor(app.port))
    await expect.poll(first).toMatchObject({ status: 'down', httpStatus: 503 })
    await takeOver()
    await session.arm('a', [1])
    await session.fill('a', slotsFor(app.port))
    expect((await first())?.status).toBe('down')
    app.hasBooted()
    await expect.poll(first).toMatchObject({ status: 'up', httpStatus: 200 })
    app.close()
  })

  test('takes one that serves out of service for no moment', async () => {
    await session.fill('a', slotsFor(v1.port))
    await untilUp(session, 'a', 1)
    await takeOver()
    await session.arm('a', [1])
    expect((await first())?.status).toBe('up')
    await session.fill('a', slotsFor(v1.port))
    expect((await first())?.status).toBe('up')
  })

  test('makes one ready again that was drained meanwhile', async () => {
    await session.fill('a', slotsFor(v1.port))
    await untilUp(session, 'a', 1)
    await session.drain('a', [1])
    expect((await first())?.status).toBe('drain')
    await takeOver()
    await session.fill('a', slotsFor(v1.port))
    expect((await first())?.status).toBe('up')
  })

  test('leads proxies that are restarted before anything was stored back to what it had found', async () => {
    await session.fill('a', slotsFor(v1.port))
    await session.fill('b', slotsFor(v2.port))
    await session.backUp('b', slotsFor(v1.port))
    await Promise.all([untilUp(session, 'a', 1), untilUp(session, 'b', 1)])
    await takeOver()
    await session.fill('b', slotsFor(v2.port))
    await session.backUp('b', slotsFor(v1.port))
    await session.route('b')
    await Promise.all(names.map((name) => docker.getContainer(name).restart({ t: 0 })))
    expect(await untilUp(session, 'b', 1)).toBeLessThan(10_000)
    expect((await ask(under, domain)).body).toBe('v2')
    // The standby is there as well.
    await session.drain('b', [1])
    expect((await ask(under, domain)).body).toBe('v1')
  })
})
