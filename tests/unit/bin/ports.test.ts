import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freePort, holdersOf, isTaken } from '@/bin/lib/ports'

let server: Server
let port: number

beforeEach(async () => {
  port = await freePort()
  server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(() => server.close())

test('a port that is listened on is taken, and we see by whom', () => {
  expect(isTaken(port)).toBe(true)
  expect(holdersOf(port).map((holder) => holder.pid)).toEqual([process.pid])
})

test('a wanted port that is taken gives another one', async () => {
  expect(await freePort(port)).not.toBe(port)
})

test('a port is free again once nobody listens', async () => {
  server.close()
  await once(server, 'close')
  expect(isTaken(port)).toBe(false)
  expect(await freePort(port)).toBe(port)
})
