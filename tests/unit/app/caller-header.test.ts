import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tellCallers } from '@/app/_server/caller-header'
import { parseRanges } from '@/core/net/address-range'

const server = createServer((request: IncomingMessage, response) => response.end(request.headers['x-forwarded-for']))

beforeAll(async () => {
  tellCallers(() => parseRanges('10.0.0.0/8') ?? [])
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => server.close())

const told = async (forwarded: string): Promise<string> => {
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-forwarded-for': forwarded } })
  return answer.text()
}

describe('what every route reads as the address of its caller', () => {
  it('is what this machine and trusted proxies forward, and not what was claimed before them', async () => {
    expect(await told('203.0.113.7, 10.0.0.5')).toBe('203.0.113.7')
    expect(await told('198.51.100.1, 203.0.113.7, 10.0.0.5')).toBe('203.0.113.7')
    expect(await told('203.0.113.7, 192.0.2.5')).toBe('192.0.2.5')
  })
})
