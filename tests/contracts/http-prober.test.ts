import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createHttpProber } from '@/adapters/probing/http-prober'
import type { RunningProbe } from '@/core/ports/prober'

let server: Server
let asked: ServerResponse[]

beforeEach(async () => {
  asked = []
  server = createServer((_, response) => void asked.push(response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** Sends its first probe at once, and the next long after the test unless told otherwise. */
const start = (perSecond = 0.001): RunningProbe =>
  createHttpProber('secret').start({
    address: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    domain: 'app.localhost',
    path: '/health',
    perSecond,
  })

const firstAsked = async (): Promise<ServerResponse> => {
  await expect.poll(() => asked.length).toBeGreaterThan(0)
  const [first] = asked
  if (!first) throw new Error('nothing was asked')
  return first
}

/** Answers 200, and then a byte now and then without an end. */
const drip = (response: ServerResponse): void => {
  response.writeHead(200)
  const dripping = setInterval(() => response.write('.'), 100)
  response.on('close', () => clearInterval(dripping))
}

test('an answer that is whole is one that users would have had', async () => {
  const probe = start()
  ;(await firstAsked()).end('fine')
  await expect.poll(() => probe.report().latencies).toHaveLength(1)
  expect(await probe.stop()).toMatchObject({ sent: 1, failed: 0 })
})

test('an answer that was due as it is stopped is awaited', async () => {
  const probe = start()
  const response = await firstAsked()
  const stopped = probe.stop()
  response.end('fine')
  expect(await stopped).toMatchObject({ sent: 1, failed: 0, latencies: [expect.any(Number)] })
})

test.each([
  ['the app', {}, { failedByApp: 1, failedByProxy: 0 }],
  ['a proxy', { 'x-gapless-error': 'no-replica' }, { failedByApp: 0, failedByProxy: 1 }],
])('an error of %s is told as its own', async (_, headers, told) => {
  const probe = start()
  ;(await firstAsked()).writeHead(503, headers).end()
  expect(await probe.stop()).toMatchObject({ sent: 1, failed: 1, ...told })
})

test('an answer that streams without an end has failed after its time', async () => {
  const probe = start()
  drip(await firstAsked())
  await expect.poll(() => probe.report()).toMatchObject({ sent: 1, failed: 1, failedByProxy: 0, failedByApp: 0 })
  expect((await probe.stop()).latencies).toEqual([])
})

test('nobody who stops it waits for an answer that streams without an end, which has failed', async () => {
  const probe = start()
  drip(await firstAsked())
  const stoppedAt = performance.now()
  expect(await probe.stop()).toMatchObject({ sent: 1, failed: 1, latencies: [] })
  expect(performance.now() - stoppedAt).toBeLessThan(4000)
})

test('no probe waits for its turn behind others that are not answered', async () => {
  const probe = start(1000)
  await expect.poll(() => asked.length).toBe(16)
  expect(await probe.stop()).toMatchObject({ sent: 16, failed: 16 })
})
