import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { render } from '@/adapters/traffic/render'
import type { AppTraffic, FilledSlot, HostTraffic, SideTraffic } from '@/core/ports/traffic'

const settings = { httpPort: 8080, httpsPort: 8443, probeSecret: 'a-secret-of-the-instance' }
const health = { intervalSeconds: 1, timeoutSeconds: 2, successThreshold: 1, failureThreshold: 3 }
const slot: FilledSlot = { slot: 1, address: '10.1.0.2', port: 3000, checkPath: '/health', checkHost: 'shop.test' }
const side = (changes: Partial<SideTraffic> = {}): SideTraffic => ({ health, slots: 2, filled: [], ...changes })
const app = (changes: Partial<AppTraffic> = {}): AppTraffic => ({
  key: 1,
  domains: ['shop.test'],
  tls: [],
  active: 'a',
  a: side({ filled: [slot] }),
  b: side(),
  ...changes,
})
const traffic = (...apps: AppTraffic[]): HostTraffic => ({ generation: 1, apps, dashboard: null })

describe('what is rendered', () => {
  const files = render(
    traffic(app(), app({ key: 3, domains: ['a.test', 'b.test'], active: null, a: side() })),
    settings,
  )
  const configuration = files['haproxy.cfg']

  test('maps from host to app, from app to backend, from slot to check', () => {
    expect(files['hosts.map']).toBe('shop.test 1\na.test 3\nb.test 3\n')
    expect(files['routes.map']).toBe('1 k1_a\n')
    expect(files['checks.map']).toBe('k1a1 /health\n')
    expect(files['check-hosts.map']).toBe('k1a1 shop.test\n')
  })

  test('a filled slot serves, empty ones and all backups are disabled on the dead address', () => {
    expect(configuration).toContain('\n  server k1a1 10.1.0.2:3000\n')
    expect(configuration).toContain('\n  server k1a2 127.0.0.1:1 disabled\n')
    expect(configuration).toContain('\n  server k1ab1 127.0.0.1:1 backup disabled\n')
  })

  test('server names are unique over all backends, keys go on to spare ones', () => {
    const names = [...configuration.matchAll(/^ {2}server (\S+)/gm)].map((match) => match[1])
    expect(new Set(names).size).toBe(names.length)
    expect(names).toHaveLength(16 * 2 * 16 + 1)
    expect(configuration).toContain('\nbackend k16_b from app\n')
  })

  test('an IPv6 replica is written in brackets', () => {
    const six = app({ a: side({ filled: [{ ...slot, address: 'fd00::2' }] }) })
    expect(render(traffic(six), settings)['haproxy.cfg']).toContain('server k1a1 [fd00::2]:3000\n')
  })

  test("a side's own health settings and slots", () => {
    const slow = { intervalSeconds: 5, timeoutSeconds: 1.5, successThreshold: 2, failureThreshold: 4 }
    const text = render(traffic(app({ b: side({ health: slow, slots: 9 }) })), settings)['haproxy.cfg']
    expect(text).toContain(
      'backend k1_b from app\n  timeout check 1500ms\n  default-server inter 5000ms rise 2 fall 4\n  server k1b1 ',
    )
    expect(text).toContain('server k1bb9 ')
  })
})

const refused = (changed: HostTraffic, changedSettings = settings) =>
  expect(() => render(changed, changedSettings)).toThrow(expect.objectContaining({ code: 'configuration_refused' }))

describe('what is refused', () => {
  const dangerous = fc.constantFrom('\n', '\r', ' ', ';', '"', "'", '\\', '#', '\0', '\t', '{', '$', '<', '\u2028', 'é')
  const poisoned = fc
    .tuple(fc.stringMatching(/^[a-z0-9.]{0,8}$/), dangerous, fc.stringMatching(/^[a-z0-9.]{0,8}$/))
    .map((parts) => parts.join(''))

  test('any value with a character outside its set', () => {
    fc.assert(
      fc.property(poisoned, (text) => {
        refused(traffic(app({ domains: [text] })))
        refused(traffic(app({ a: side({ filled: [{ ...slot, address: text }] }) })))
        refused(traffic(app({ a: side({ filled: [{ ...slot, checkPath: `/${text}` }] }) })))
        refused(traffic(app({ a: side({ filled: [{ ...slot, checkHost: text }] }) })))
        refused(traffic(app()), { ...settings, probeSecret: `sixteen-letters-${text}` })
      }),
    )
  })

  test('a value of a megabyte', () => {
    const long = 'a'.repeat(1_000_000)
    refused(traffic(app({ domains: [long] })))
    refused(traffic(app({ a: side({ filled: [{ ...slot, checkPath: `/${long}` }] }) })))
  })

  test('numbers that are none, or out of range', () => {
    for (const port of [0, -1, 65_536, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      refused(traffic(app({ a: side({ filled: [{ ...slot, port }] }) })))
      refused(traffic(app()), { ...settings, httpPort: port })
    }
    refused(traffic(app({ key: 0 })))
    refused(traffic(app({ a: side({ slots: 1e9 }) })))
    refused(traffic(app({ a: side({ health: { ...health, intervalSeconds: 0 } }) })))
    refused(traffic(app({ a: side({ health: { ...health, failureThreshold: 0.5 } }) })))
  })

  test('a key or a domain that two apps claim, a slot filled twice or beyond the declared ones', () => {
    refused(traffic(app(), app({ domains: [] })))
    refused(traffic(app(), app({ key: 2 })))
    refused(traffic(app({ a: side({ filled: [slot, slot] }) })))
    refused(traffic(app({ a: side({ filled: [{ ...slot, slot: 9 }] }) })))
  })

  test('what is written consists of the expected lines only, for any allowed values', () => {
    const allowedPath = fc.stringMatching(/^\/[A-Za-z0-9\-._~%+,=:@/?&!*()]{0,60}$/)
    const line =
      /^( {2}server k1a1 10\.1\.0\.2:3000| {2}server k\d+[ab]b?\d+ 127\.0\.0\.1:1( backup)? disabled| {2}server web 127\.0\.0\.1:1)$/
    fc.assert(
      fc.property(allowedPath, (checkPath) => {
        const files = render(traffic(app({ a: side({ filled: [{ ...slot, checkPath }] }) })), settings)
        expect(files['checks.map']).toBe(`k1a1 ${checkPath}\n`)
        const servers = files['haproxy.cfg'].split('\n').filter((text) => text.startsWith('  server '))
        expect(servers.filter((text) => !line.test(text))).toEqual([])
      }),
      { numRuns: 30 },
    )
  })
})

describe('certificates', () => {
  const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
  const tls = { domain: 'shop.test', version: 'abcd1234', pem, redirect: true }

  test('stand in a file each, listed for their own domain only', () => {
    const dashboard = { domain: 'gapless.test', port: 3000, tls: { ...tls, domain: 'gapless.test', redirect: false } }
    const files = render({ ...traffic(app({ tls: [tls] })), dashboard }, settings)
    const [first, second, ...more] = Object.keys(files).filter((name) => name.endsWith('.pem'))
    expect(more).toEqual([])
    expect(files['certs.list']).toBe(`${first} shop.test\n${second} gapless.test\n`)
    expect(files[first ?? '']).toBe(pem)
    expect(files['certs.map']).toBe('shop.test 1:abcd1234\ngapless.test 0:abcd1234\n')
    expect(files['redirects.map']).toBe('shop.test 1\n')
    expect(files['hosts.map']).toBe('shop.test 1\ngapless.test 0\n')
    expect(files['routes.map']).toBe('0 dashboard\n1 k1_a\n')
    expect(files['haproxy.cfg']).toContain('\n  server web 127.0.0.1:3000\n')
  })

  test('are refused for a domain that the app does not have, and with anything in them that is no PEM', () => {
    refused(traffic(app({ tls: [{ ...tls, domain: 'other.test' }] })))
    refused(traffic(app({ tls: [tls, tls] })))
    refused(traffic(app({ tls: [{ ...tls, version: 'a b' }] })))
    for (const text of ['', 'AAAA\n', pem.trim(), `${pem}\n`, `${pem}commit ssl cert x\n`, pem.replace('\n', '\n\n')]) {
      refused(traffic(app({ tls: [{ ...tls, pem: text }] })))
    }
    refused({ ...traffic(app()), dashboard: { domain: 'shop.test', port: 3000, tls: null } })
  })
})
