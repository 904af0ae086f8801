import { describe, expect, it } from 'vitest'
import { callerAddress } from '@/core/net/caller-address'

describe('the address of a caller', () => {
  it.each([
    ['nobody forwards', undefined, '203.0.113.7', '203.0.113.7'],
    ['over IPv6 sockets', undefined, '::ffff:203.0.113.7', '203.0.113.7'],
    ['over IPv6', undefined, '2001:db8::7', '2001:db8::7'],
    ['what a stranger claims', '198.51.100.1', '203.0.113.7', '203.0.113.7'],
    ['what a stranger in the own network claims', '198.51.100.1', '192.168.1.5', '192.168.1.5'],
    ['behind a proxy of this machine', '203.0.113.7', '127.0.0.1', '203.0.113.7'],
    ['what a stranger claims, behind a proxy of this machine', '198.51.100.1, 203.0.113.7', '::1', '203.0.113.7'],
    ['behind two proxies of this machine', '203.0.113.7, 127.0.0.1', '::ffff:127.0.0.1', '203.0.113.7'],
    ['on this machine', undefined, '127.0.0.1', '127.0.0.1'],
    ['no address', 'unknown, <script>', '127.0.0.1', '127.0.0.1'],
    ['a long text', 'a'.repeat(100_000), '127.0.0.1', '127.0.0.1'],
    ['no connection', undefined, undefined, 'unknown'],
  ])('%s', (_, forwarded, remote, caller) => {
    expect(callerAddress(forwarded, remote)).toBe(caller)
  })
})
