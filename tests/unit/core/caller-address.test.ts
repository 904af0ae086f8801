import { describe, expect, it } from 'vitest'
import { parseRanges } from '@/core/net/address-range'
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
    ['behind a proxy of this machine that adds the port', '203.0.113.7:49152', '127.0.0.1', '203.0.113.7'],
    ['the same over IPv6', '[2001:db8::7]:49152', '127.0.0.1', '2001:db8::7'],
    ['no connection', undefined, undefined, 'unknown'],
  ])('%s', (_, forwarded, remote, caller) => {
    expect(callerAddress(forwarded, remote)).toBe(caller)
  })
})

describe('the address of a caller behind proxies that the operator trusts', () => {
  const trusted = parseRanges('10.0.0.0/8, 192.168.1.5, fd00::/8') ?? []

  it.each([
    ['is what the proxy says', '203.0.113.7', '10.1.2.3', '203.0.113.7'],
    ['is what the proxy says, over IPv6', '2001:db8::7', 'fd00::1', '2001:db8::7'],
    ['is what the proxy says that connects over IPv6 sockets', '203.0.113.7', '::ffff:192.168.1.5', '203.0.113.7'],
    ['is never what the caller claims', '198.51.100.1, 203.0.113.7', '10.1.2.3', '203.0.113.7'],
    [
      'is never what the caller claims of a trusted one',
      '198.51.100.1, 10.0.0.9, 203.0.113.7',
      '10.1.2.3',
      '203.0.113.7',
    ],
    ['is behind all of them', '203.0.113.7, 10.0.0.9, 127.0.0.1', '192.168.1.5', '203.0.113.7'],
    ['is their own where they ask for themselves', undefined, '10.1.2.3', '10.1.2.3'],
    ['is that of the trusted one who asks through another', '10.9.9.9', '10.1.2.3', '10.9.9.9'],
    ['is that of a stranger who comes directly', '198.51.100.1', '192.168.1.6', '192.168.1.6'],
  ])('%s', (_, forwarded, remote, caller) => {
    expect(callerAddress(forwarded, remote, trusted)).toBe(caller)
  })
})
