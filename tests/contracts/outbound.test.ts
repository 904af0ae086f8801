import { describe, expect, it } from 'vitest'
import { openDoors, ways } from '@/tests/support/outbound'

const { port, counts, connect, expectNoConnection } = openDoors()

const written: [host: string, address: string, kind: string][] = [
  ['127.0.0.1', '127.0.0.1', 'a loopback address'],
  ['127.0.0.2', '127.0.0.2', 'a loopback address'],
  ['2130706433', '127.0.0.1', 'a loopback address'],
  ['0177.0.0.1', '127.0.0.1', 'a loopback address'],
  ['017700000001', '127.0.0.1', 'a loopback address'],
  ['0x7f.0.0.1', '127.0.0.1', 'a loopback address'],
  ['0x7f000001', '127.0.0.1', 'a loopback address'],
  ['0x7F.1', '127.0.0.1', 'a loopback address'],
  ['127.1', '127.0.0.1', 'a loopback address'],
  ['127.0.1', '127.0.0.1', 'a loopback address'],
  ['127.0.0.1.', '127.0.0.1', 'a loopback address'],
  ['%31%32%37.0.0.1', '127.0.0.1', 'a loopback address'],
  ['１２７.0.0.1', '127.0.0.1', 'a loopback address'],
  ['127。0。0。1', '127.0.0.1', 'a loopback address'],
  ['[::1]', '::1', 'a loopback address'],
  ['[0:0:0:0:0:0:0:1]', '::1', 'a loopback address'],
  ['[::]', '::', 'an unspecified address'],
  ['[::ffff:127.0.0.1]', '::ffff:7f00:1', '127.0.0.1 in another form, a loopback address'],
  ['[::ffff:7f00:1]', '::ffff:7f00:1', '127.0.0.1 in another form, a loopback address'],
  ['[::127.0.0.1]', '::7f00:1', 'a reserved address'],
  ['[64:ff9b::127.0.0.1]', '64:ff9b::7f00:1', '127.0.0.1 in another form, a loopback address'],
  ['[64:ff9b::a9fe:a9fe]', '64:ff9b::a9fe:a9fe', '169.254.169.254 in another form'],
  ['[64:ff9b:1::7f00:1]', '64:ff9b:1::7f00:1', 'a reserved address'],
  ['[2002:7f00:1::]', '2002:7f00:1::', 'a reserved address'],
  ['[2001:0:7f00:1::]', '2001:0:7f00:1::', 'a reserved address'],
  ['[fd00::1]', 'fd00::1', 'a private address'],
  ['[fd00:ec2::254]', 'fd00:ec2::254', 'the address of a cloud’s metadata service'],
  ['[fe80::1]', 'fe80::1', 'a link-local address'],
  ['[fec0::1]', 'fec0::1', 'a reserved address'],
  ['[ff02::1]', 'ff02::1', 'a multicast address'],
  ['[2001:db8::1]', '2001:db8::1', 'a reserved address'],
  ['0.0.0.0', '0.0.0.0', 'an unspecified address'],
  ['0', '0.0.0.0', 'an unspecified address'],
  ['10.0.0.1', '10.0.0.1', 'a private address'],
  ['172.16.0.1', '172.16.0.1', 'a private address'],
  ['192.168.1.1', '192.168.1.1', 'a private address'],
  ['3232235777', '192.168.1.1', 'a private address'],
  ['100.64.0.1', '100.64.0.1', 'an address of a provider’s shared network'],
  ['100.100.100.200', '100.100.100.200', 'the address of a cloud’s metadata service'],
  ['169.254.169.254', '169.254.169.254', 'the address of clouds’ metadata services'],
  ['2852039166', '169.254.169.254', 'the address of clouds’ metadata services'],
  ['0xA9.0xFE.0xA9.0xFE', '169.254.169.254', 'the address of clouds’ metadata services'],
  ['169.254.170.2', '169.254.170.2', 'a link-local address'],
  ['168.63.129.16', '168.63.129.16', 'the address of a cloud’s metadata service'],
  ['192.0.0.192', '192.0.0.192', 'the address of a cloud’s metadata service'],
  ['198.18.0.1', '198.18.0.1', 'a reserved address'],
  ['224.0.0.1', '224.0.0.1', 'a multicast address'],
  ['240.0.0.1', '240.0.0.1', 'a reserved address'],
  ['255.255.255.255', '255.255.255.255', 'the broadcast address'],
]

describe.each(ways)('%s', (_, ask) => {
  it.each(written)('does not connect to http://%s', async (host, address, kind) => {
    for (const scheme of ['http', 'https']) {
      const error = await expectNoConnection(() => ask(`${scheme}://${host}:${port()}/`))
      expect(error).toContain(`${address} is ${kind}`)
      expect(error).toContain('which the operator has not allowed')
    }
  })

  it('does not take an address with a zone for any', async () => {
    await expectNoConnection(() => ask(`http://[fe80::1%25lo]:${port()}/`))
    await expectNoConnection(() => ask(`http://[::1%25lo]:${port()}/`))
    const names = { 'zone.example': [['fe80::1%lo']] }
    expect(await expectNoConnection(() => ask(`http://zone.example:${port()}/`, { names }))).toContain('fe80::1%lo')
  })

  it.each(['localhost', 'LOCALHOST', 'localhost.', 'user:password@localhost'])(
    'does not connect to %s',
    async (host) => {
      // The system itself does not know the name with a dot behind it; a DNS server may.
      const names = host.endsWith('.') ? { localhost: [['127.0.0.1']] } : {}
      const error = await expectNoConnection(() => ask(`http://${host}:${port()}/`, { names }))
      expect(error).toMatch(/localhost\.? leads to (127\.0\.0\.1|::1), a loopback address/)
      expect(error).not.toContain('password')
    },
  )

  it.each([
    ['127.0.0.1', '127.0.0.1, a loopback address'],
    ['::1', '::1, a loopback address'],
    ['10.20.30.40', '10.20.30.40, a private address'],
    ['169.254.169.254', '169.254.169.254, the address of clouds’ metadata services'],
    ['::ffff:169.254.169.254', '169.254.169.254 in another form'],
    ['fd12:3456::1', 'fd12:3456::1, a private address'],
    ['0.0.0.0', '0.0.0.0, an unspecified address'],
  ])('does not connect to a name that leads to %s', async (address, words) => {
    const names = { 'innocent.example': [[address]] }
    for (const host of ['innocent.example', 'INNOCENT.example', 'innocent.example.']) {
      const error = await expectNoConnection(() => ask(`http://${host}:${port()}/`, { names }))
      expect(error).toMatch(/innocent\.example\.? leads to/)
      expect(error).toContain(words)
    }
  })

  it('does not connect to a name that has a public address beside a private one', async () => {
    for (const answer of [
      ['192.0.78.1', '127.0.0.1'],
      ['127.0.0.1', '192.0.78.1'],
      ['2606:4700:4700::1111', '10.0.0.1', '1.1.1.1'],
    ]) {
      const error = await expectNoConnection(() =>
        ask(`http://both.example:${port()}/`, { names: { 'both.example': [answer] } }),
      )
      expect(error).toMatch(/both\.example leads to (127\.0\.0\.1|10\.0\.0\.1)/)
    }
  })

  it('connects to the address that was looked at, whatever the name leads to a moment later', async () => {
    const network = { allowed: ['127.0.0.1'], names: { 'rebinding.example': [['127.0.0.1'], ['127.0.0.2']] } }
    const [first, second] = counts()
    expect(await ask(`http://rebinding.example:${port()}/`, network)).toMatchObject({ ok: true })
    expect(counts()).toEqual([(first ?? 0) + 1, second, counts()[2]])
    expect(connect).toHaveBeenCalledTimes(1)
  })

  it.each([
    ['127.0.0.0/8', '127.0.0.1'],
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.0/8', '2130706433'],
    ['127.0.0.0/8', '[::ffff:127.0.0.1]'],
    ['::1/128', '[::1]'],
    ['127.0.0.1, ::1', 'localhost'],
  ])('connects where the operator allows it: %s for %s', async (ranges, host) => {
    const allowed = ranges.split(',')
    expect(await ask(`http://${host}:${port()}/`, { allowed })).toEqual({ ok: true, error: '' })
  })

  it('connects to nothing beside the range that the operator allows', async () => {
    const allowed = ['127.0.0.1/32', 'fd00::/8']
    expect(await expectNoConnection(() => ask(`http://127.0.0.2:${port()}/`, { allowed }))).toContain('127.0.0.2')
    expect(await expectNoConnection(() => ask(`http://[::1]:${port()}/`, { allowed }))).toContain('::1')
    expect(await expectNoConnection(() => ask(`http://[::ffff:127.0.0.2]:${port()}/`, { allowed }))).toContain(
      '127.0.0.2',
    )
  })

  it('goes to no other scheme', async () => {
    for (const url of [
      'file:///etc/passwd',
      'ftp://127.0.0.1/',
      `gopher://127.0.0.1:${port()}/_x`,
      'data:text/plain,ok',
    ]) {
      await expectNoConnection(() => ask(url, { allowed: ['127.0.0.0/8'] }))
    }
  })
})
