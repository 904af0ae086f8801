import type { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHttpChecker } from '@/adapters/checking/http-checker'
import { createCachedResolver } from '@/adapters/net/cached-resolver'
import { createDnsResolver } from '@/adapters/net/dns-resolver'
import { createNotifier } from '@/adapters/notifiers/create-notifier'
import { createMailer } from '@/adapters/notifiers/mailer'
import { judge } from '@/core/monitors/judge'
import { monitorSchema } from '@/core/monitors/schema'
import { isInRanges, isPublicAddress, parseRange, type Range } from '@/core/net/address-range'
import type { Reach } from '@/core/ports/http-checker'
import type { Destination } from '@/core/ports/notifier'
import type { Resolver } from '@/core/ports/resolver'
import { type Door, openDoor } from '@/tests/support/receivers/doors'
import { toldMessage } from '@/tests/support/told'

/** What the operator has set, and what DNS says; each answer of a name is given once, the last of them for ever. */
interface Network {
  allowed?: string[]
  names?: Record<string, string[][]>
  proxies?: Reach['proxies']
}

/** One way in which users have us connect somewhere: asks a URL and says what came of it, in the words that they read. */
type Ask = (url: string, network?: Network) => Promise<{ ok: boolean; error: string }>

const judgeOf = ({ allowed = [] }: Network): ((address: string) => boolean) => {
  const ranges = allowed.map((text) => parseRange(text)).filter((range): range is Range => range !== null)
  return (address) => isPublicAddress(address) || isInRanges(address, ranges)
}

/** What is asked of DNS, without DNS; addresses resolve to themselves, as the system's own lookup does it. */
const resolverOf = ({ names = {} }: Network): Resolver => {
  const system = createDnsResolver()
  const left = new Map(Object.entries(names).map(([name, answers]) => [name, [...answers]]))
  return {
    resolve: async (host) => {
      const answers = left.get(host.replace(/\.$/, ''))
      if (answers === undefined) return system.resolve(host)
      return (answers.length > 1 ? answers.shift() : answers[0]) ?? []
    },
  }
}

const monitor: Ask = async (url, network = {}) => {
  const definition = monitorSchema.parse({ name: 'Any', url: 'https://example.com/', timeoutMs: 3000 })
  const checker = createHttpChecker({ resolver: resolverOf(network) })
  const reach = { mayConnect: judgeOf(network), proxies: network.proxies ?? new Map() }
  const seen = await checker.check({ ...definition, url, keyword: null }, reach)
  const { outcome, error } = judge(definition, seen, new Date())
  return { ok: outcome === 'ok', error: error ?? '' }
}

const message =
  (destination: (url: string) => Destination): Ask =>
  async (url, network = {}) => {
    const notifier = createNotifier({
      resolver: resolverOf(network),
      mayConnect: judgeOf(network),
      mailer: createMailer(undefined),
    })
    const dispatch = { id: 'one', at: new Date(), message: toldMessage(), thread: null }
    const attempt = await notifier.send(destination(url), dispatch, AbortSignal.timeout(3000))
    return { ok: attempt.ok, error: attempt.ok ? '' : attempt.error }
  }

const ways: [string, Ask][] = [
  ['a monitor', monitor],
  ['a webhook', message((url) => ({ type: 'webhook', url, secrets: [`whsec_${'A'.repeat(44)}`] }))],
  ['Slack', message((url) => ({ type: 'slack', url }))],
]

/** All on one port, so that an address in another form would find the server if it were asked. */
let doors: Door[] = []
let port = 0
const connect = vi.spyOn(Socket.prototype, 'connect')

beforeAll(async () => {
  const first = await openDoor('127.0.0.1')
  port = first.port
  doors = [first, await openDoor('127.0.0.2', port), await openDoor('::1', port)]
})
beforeEach(() => {
  connect.mockClear()
})
afterAll(async () => {
  connect.mockRestore()
  for (const door of doors) await door.close()
})

const extra: Door[] = []
afterEach(async () => {
  for (const door of extra.splice(0)) await door.close()
})

const came = (): number => doors.reduce((sum, door) => sum + door.connections(), 0)

/** Nobody came, and nothing was even tried: addresses that are not ours cannot count. */
const expectNoConnection = async (work: () => Promise<{ ok: boolean; error: string }>): Promise<string> => {
  const before = came()
  const { ok, error } = await work()
  expect(ok).toBe(false)
  expect(connect).not.toHaveBeenCalled()
  expect(came()).toBe(before)
  return error
}

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
  ['[fd00:ec2::254]', 'fd00:ec2::254', 'a private address'],
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
  ['100.100.100.200', '100.100.100.200', 'an address of a provider’s shared network'],
  ['169.254.169.254', '169.254.169.254', 'the address of clouds’ metadata services'],
  ['2852039166', '169.254.169.254', 'the address of clouds’ metadata services'],
  ['0xA9.0xFE.0xA9.0xFE', '169.254.169.254', 'the address of clouds’ metadata services'],
  ['169.254.170.2', '169.254.170.2', 'a link-local address'],
  ['168.63.129.16', '168.63.129.16', 'the address of a cloud’s metadata service'],
  ['192.0.0.192', '192.0.0.192', 'a reserved address'],
  ['198.18.0.1', '198.18.0.1', 'a reserved address'],
  ['224.0.0.1', '224.0.0.1', 'a multicast address'],
  ['240.0.0.1', '240.0.0.1', 'a reserved address'],
  ['255.255.255.255', '255.255.255.255', 'the broadcast address'],
]

describe.each(ways)('%s', (_, ask) => {
  it.each(written)('does not connect to http://%s', async (host, address, kind) => {
    for (const scheme of ['http', 'https']) {
      const error = await expectNoConnection(() => ask(`${scheme}://${host}:${port}/`))
      expect(error).toContain(`${address} is ${kind}`)
      expect(error).toContain('which the operator has not allowed')
    }
  })

  it('does not take an address with a zone for any', async () => {
    await expectNoConnection(() => ask(`http://[fe80::1%25lo]:${port}/`))
    await expectNoConnection(() => ask(`http://[::1%25lo]:${port}/`))
    const names = { 'zone.example': [['fe80::1%lo']] }
    expect(await expectNoConnection(() => ask(`http://zone.example:${port}/`, { names }))).toContain('fe80::1%lo')
  })

  it.each(['localhost', 'LOCALHOST', 'localhost.', 'user:password@localhost'])(
    'does not connect to %s',
    async (host) => {
      // The system itself does not know the name with a dot behind it; a DNS server may.
      const names = host.endsWith('.') ? { localhost: [['127.0.0.1']] } : {}
      const error = await expectNoConnection(() => ask(`http://${host}:${port}/`, { names }))
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
      const error = await expectNoConnection(() => ask(`http://${host}:${port}/`, { names }))
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
        ask(`http://both.example:${port}/`, { names: { 'both.example': [answer] } }),
      )
      expect(error).toMatch(/both\.example leads to (127\.0\.0\.1|10\.0\.0\.1)/)
    }
  })

  it('connects to the address that was looked at, whatever the name leads to a moment later', async () => {
    const network = { allowed: ['127.0.0.1'], names: { 'rebinding.example': [['127.0.0.1'], ['127.0.0.2']] } }
    const [first, second] = doors.map((door) => door.connections())
    expect(await ask(`http://rebinding.example:${port}/`, network)).toMatchObject({ ok: true })
    expect(doors.map((door) => door.connections())).toEqual([(first ?? 0) + 1, second, doors[2]?.connections()])
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
    expect(await ask(`http://${host}:${port}/`, { allowed })).toEqual({ ok: true, error: '' })
  })

  it('connects to nothing beside the range that the operator allows', async () => {
    const allowed = ['127.0.0.1/32', 'fd00::/8']
    expect(await expectNoConnection(() => ask(`http://127.0.0.2:${port}/`, { allowed }))).toContain('127.0.0.2')
    expect(await expectNoConnection(() => ask(`http://[::1]:${port}/`, { allowed }))).toContain('::1')
    expect(await expectNoConnection(() => ask(`http://[::ffff:127.0.0.2]:${port}/`, { allowed }))).toContain(
      '127.0.0.2',
    )
  })

  it('goes to no other scheme', async () => {
    for (const url of [
      'file:///etc/passwd',
      'ftp://127.0.0.1/',
      `gopher://127.0.0.1:${port}/_x`,
      'data:text/plain,ok',
    ]) {
      await expectNoConnection(() => ask(url, { allowed: ['127.0.0.0/8'] }))
    }
  })
})

const statuses = [301, 302, 303, 307, 308]
const places: [location: string, words: string][] = [
  [`http://127.0.0.2:PORT/`, '127.0.0.2 is a loopback address'],
  [`http://[::1]:PORT/`, '::1 is a loopback address'],
  [`http://2130706434:PORT/`, '127.0.0.2 is a loopback address'],
  [`https://127.0.0.2:PORT/`, '127.0.0.2 is a loopback address'],
  [`//127.0.0.2:PORT/`, '127.0.0.2 is a loopback address'],
  [`\\\\127.0.0.2:PORT\\`, '127.0.0.2 is a loopback address'],
  [`http:\\\\127.0.0.2:PORT`, '127.0.0.2 is a loopback address'],
  [`http://user:password@127.0.0.2:PORT/`, '127.0.0.2 is a loopback address'],
  [`http://127.0.0.1:PORT@127.0.0.2:PORT/`, '127.0.0.2 is a loopback address'],
  [`http://localhost:PORT/`, 'localhost leads to'],
  [`http://inside.example:PORT/`, 'inside.example leads to 10.0.0.5, a private address'],
  [`http://169.254.169.254/latest/meta-data/`, '169.254.169.254 is the address of clouds’ metadata services'],
  ['file:///etc/passwd', 'it redirects to where we do not go'],
  [`gopher://127.0.0.2:PORT/_x`, 'it redirects to where we do not go'],
  ['javascript:alert(1)', 'it redirects to where we do not go'],
  ['http://[fe80::1%25lo]/', 'it redirects to where we do not go'],
]

const redirectTo = (status: number, location: string) => (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(status, { location: location.replaceAll('PORT', String(port)) }).end()
}

describe('a redirect of a server that may be asked', () => {
  const network: Network = { allowed: ['127.0.0.3'], names: { 'inside.example': [['10.0.0.5']] } }

  it.each(places)('is not followed to %s by a monitor', async (location, words) => {
    for (const status of statuses) {
      const door = await openDoor('127.0.0.3', 0, redirectTo(status, location))
      extra.push(door)
      const before = came()
      connect.mockClear()
      const { ok, error } = await monitor(`http://127.0.0.3:${door.port}/`, network)
      expect(ok).toBe(false)
      expect(error, `${status}`).toContain(words)
      expect(error).not.toContain('password')
      expect(came()).toBe(before)
      expect(connect).toHaveBeenCalledTimes(1)
    }
  })

  it.each(ways.slice(1))('is not followed anywhere by %s', async (_, ask) => {
    for (const status of statuses) {
      const door = await openDoor('127.0.0.3', 0, redirectTo(status, 'http://127.0.0.2:PORT/'))
      extra.push(door)
      const before = came()
      connect.mockClear()
      const { ok, error } = await ask(`http://127.0.0.3:${door.port}/`, network)
      expect({ ok, error }).toEqual({ ok: false, error: `It answered ${status}: redirects are not followed.` })
      expect(came()).toBe(before)
      expect(connect).toHaveBeenCalledTimes(1)
    }
  })

  it('is followed to another that may be asked, each address looked at by itself', async () => {
    const last = await openDoor('127.0.0.3')
    const first = await openDoor('127.0.0.3', 0, redirectTo(302, `http://127.0.0.3:${last.port}/`))
    extra.push(first, last)
    expect(await monitor(`http://127.0.0.3:${first.port}/`, network)).toEqual({ ok: true, error: '' })
    expect(last.connections()).toBe(1)
  })

  it('leads a name that has changed on the way nowhere', async () => {
    const door = await openDoor('127.0.0.3', port, redirectTo(302, `http://turning.example:PORT/again`))
    extra.push(door)
    const names = { 'turning.example': [['127.0.0.3'], ['127.0.0.2']] }
    const before = came()
    const { error } = await monitor(`http://turning.example:${port}/`, { allowed: ['127.0.0.3'], names })
    expect(error).toContain('turning.example leads to 127.0.0.2, a loopback address')
    expect(came()).toBe(before)
    expect(door.connections()).toBe(1)
  })
})

describe('a monitor of an app of the team', () => {
  const through = (address: string): Network => ({ proxies: new Map([['shop.localhost', { address, port }]]) })

  it('goes to the app’s proxy, whatever the name and the port say', async () => {
    const before = doors[0]?.connections() ?? 0
    expect(await monitor('http://shop.localhost/', through('127.0.0.1'))).toEqual({ ok: true, error: '' })
    expect(await monitor('http://shop.localhost:6379/', through('127.0.0.1'))).toEqual({ ok: true, error: '' })
    expect(doors[0]?.connections()).toBe(before + 2)
  })

  it('goes nowhere else: not by another name, by HTTPS or by a redirect', async () => {
    for (const url of ['http://other.localhost', 'http://shop.localhost.evil.localhost', 'https://shop.localhost']) {
      const names = Object.fromEntries(
        ['other.localhost', 'shop.localhost.evil.localhost', 'shop.localhost'].map((name) => [name, [['127.0.0.1']]]),
      )
      await expectNoConnection(() => monitor(`${url}:${port}/`, { ...through('127.0.0.1'), names }))
    }
    const door = await openDoor('127.0.0.3', 0, redirectTo(302, 'http://127.0.0.2:PORT/'))
    extra.push(door)
    const proxies = new Map([['shop.localhost', { address: '127.0.0.3', port: door.port }]])
    const before = came()
    const { error } = await monitor('http://shop.localhost/', { proxies })
    expect(error).toContain('127.0.0.2 is a loopback address')
    expect(came()).toBe(before)
  })

  it('looks at a proxy’s name each time: it may lead elsewhere than when its host was added', async () => {
    const names = { 'proxy.example': [['127.0.0.1']] }
    const error = await expectNoConnection(() =>
      monitor('http://shop.localhost/', { ...through('proxy.example'), names }),
    )
    expect(error).toContain('proxy.example leads to 127.0.0.1, a loopback address')
    const allowed = ['127.0.0.1']
    expect(await monitor('http://shop.localhost/', { ...through('proxy.example'), names, allowed })).toMatchObject({
      ok: true,
    })
  })
})

describe('names that are looked up once for many', () => {
  it('are asked for in every form that an address can have, and are themselves where they are one', async () => {
    const asked: string[] = []
    const cached = createCachedResolver({
      resolve: async (host) => {
        asked.push(host)
        return ['127.0.0.1']
      },
    })
    expect(await cached.resolve('10.0.0.1')).toEqual(['10.0.0.1'])
    expect(await cached.resolve('::1')).toEqual(['::1'])
    for (const host of ['localhost', 'localhost.', 'db.internal', 'db.internal.', 'router']) {
      expect(await cached.resolve(host)).toEqual(['127.0.0.1'])
      expect(await cached.resolve(host)).toEqual(['127.0.0.1'])
    }
    expect(asked).toEqual(['localhost', 'localhost.', 'db.internal', 'db.internal.', 'router'])
  })
})
