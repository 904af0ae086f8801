import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DomainTls, dashboardKey, type TrafficSession } from '@/core/ports/traffic'
import { type Authority, createAuthority } from '../support/certificates'
import { spawnLoad } from '../support/load'
import { askSecurely, fingerprintOf, type Http2Client, handshake, http2Client, tlsFor } from '../support/secure'
import {
  appTraffic,
  ask,
  docker,
  health,
  hostTraffic,
  probeSecret,
  slotsFor,
  trafficUnderTest,
  untilUp,
} from '../support/traffic'
import { killReplicas, type Replica, startReplica } from '../support/traffic-replica'

const under = trafficUnderTest()
const { host, traffic, httpsPort } = under
const domain = 'app1.localhost'
let authority: Authority
let v1: Replica
let v2: Replica
let session: TrafficSession
let first: DomainTls
let generation = 1

const proxies = [`gapless-${host.instanceId}-proxy-a`, `gapless-${host.instanceId}-proxy-b`]
const issue = async (name: string) =>
  tlsFor(name, await authority.issue({ name: `DNS:${name}`, endsInDays: 30, by: 'intermediate' }))

const desired = (...tls: DomainTls[]) =>
  hostTraffic(++generation, appTraffic(1, { active: 'a', tls, a: { health, slots: 2, filled: slotsFor(v1.port) } }))

/** What each of several handshakes shows: connections are shared out among both proxies. */
const shownFor = async (name: string): Promise<Set<string>> =>
  new Set(
    await Promise.all(
      Array.from({ length: 12 }, async () => (await handshake(httpsPort, name, { ca: authority.ca })).fingerprint),
    ),
  )

/** Asks again and again over one connection; an answer that does not come rejects what waits for one. */
const keepAsking = (client: Http2Client) => {
  const stopping = new AbortController()
  let last = ''
  const asking = (async () => {
    while (!stopping.signal.aborted) {
      const { status, body } = await client.get('/')
      last = `${status} ${body}`
    }
  })()
  return {
    until: (wanted: string) => Promise.race([expect.poll(() => last).toBe(wanted), asking]),
    stop: async () => {
      stopping.abort()
      await asking
      client.close()
    },
  }
}

const responses = async () => (await session.counters()).reduce((sum, one) => sum + one.responses, 0)

beforeAll(async () => {
  ;[v1, v2, authority] = await Promise.all([startReplica('v1'), startReplica('v2'), createAuthority()])
  await traffic.ensureProxies(host, hostTraffic(generation, appTraffic(1)))
  session = await traffic.open(host, 1, 1)
  await session.fill('a', slotsFor(v1.port))
  await session.fill('b', slotsFor(v2.port))
  await untilUp(session, 'a', 1)
  await session.route('a')
  first = await issue(domain)
})

afterAll(async () => {
  await session?.close()
  await authority?.close()
  killReplicas()
  await under.remove()
})

describe('a certificate', () => {
  test('is served at once, on both proxies, and again without a second time', async () => {
    await expect(handshake(httpsPort, domain)).rejects.toThrow()
    await session.setTls([first])
    await session.setTls([first])
    expect(await shownFor(domain)).toEqual(new Set([fingerprintOf(first.pem)]))
    expect((await askSecurely(under, domain, '/', { ca: authority.ca })).body).toBe('v1')
    expect((await traffic.inspectProxies(host)).map(({ oldWorkers }) => oldWorkers)).toEqual([0, 0])
  })

  test('tells the app that users came by HTTPS, whatever they say themselves', async () => {
    const { body } = await askSecurely(under, domain, '/headers')
    expect(JSON.parse(body)).toMatchObject({ 'x-forwarded-proto': 'https', 'x-forwarded-for': '127.0.0.1' })
    expect(JSON.parse((await ask(under, domain, '/headers')).body)).toMatchObject({ 'x-forwarded-proto': 'http' })
  })

  test('is of as many bytes as one may be given', async () => {
    const names = Array.from({ length: 190 }, (_, index) => `DNS:a-name-among-many-${index}.${domain}`)
    const large = await authority.issue({ name: [`DNS:${domain}`, ...names].join(','), endsInDays: 30 })
    const tls = tlsFor(domain, large)
    expect(tls.pem.length).toBeGreaterThan(9000)
    await session.setTls([tls])
    expect(await shownFor(domain)).toEqual(new Set([fingerprintOf(tls.pem)]))
    await session.setTls([first])
  })

  test('that the proxy cannot take changes nothing, and keeps no other from being taken', async () => {
    const { key } = await authority.issue({ name: `DNS:${domain}`, endsInDays: 30 })
    const [chain] = first.pem.split('-----BEGIN PRIVATE KEY-----')
    const broken = { ...first, version: 'broken', pem: `${chain}${key}` }
    await expect(session.setTls([broken])).rejects.toMatchObject({ code: 'configuration_refused' })
    expect(await shownFor(domain)).toEqual(new Set([fingerprintOf(first.pem)]))
    const renewed = await issue(domain)
    await session.setTls([renewed])
    expect(await shownFor(domain)).toEqual(new Set([fingerprintOf(renewed.pem)]))
    await session.setTls([first])
  })
})

test('names without a certificate are refused in the handshake, and so are those who send none', async () => {
  await expect(handshake(httpsPort, 'unknown.localhost')).rejects.toThrow(/unrecognized name|handshake failure/)
  await expect(handshake(httpsPort, domain, { nameless: true })).rejects.toThrow()
})

test('a connection for one name answers no requests for another', async () => {
  const other = await traffic.open(host, 2, 1)
  await other.setDomains(['app2.localhost'])
  expect((await askSecurely(under, domain, '/', { host: 'app2.localhost' })).status).toBe(421)
  expect((await askSecurely(under, domain, '/', { host: `APP1.localhost:${httpsPort}` })).body).toBe('v1')
  await other.setDomains([])
  await other.close()
})

test('TLS 1.2 and 1.3 with forward secrecy only, HTTP/2 where a client offers it, and no tickets', async () => {
  const ca = authority.ca
  expect((await handshake(httpsPort, domain, { ca })).protocol).toBe('TLSv1.3')
  expect((await handshake(httpsPort, domain, { ca, maxVersion: 'TLSv1.2' })).protocol).toBe('TLSv1.2')
  const weak = { ca, maxVersion: 'TLSv1.1' as const, ciphers: 'DEFAULT@SECLEVEL=0' }
  await expect(handshake(httpsPort, domain, weak)).rejects.toThrow()
  const static1 = { ca, maxVersion: 'TLSv1.2' as const, ciphers: 'AES128-GCM-SHA256:AES128-SHA' }
  await expect(handshake(httpsPort, domain, static1)).rejects.toThrow()
  expect((await handshake(httpsPort, domain, { ca, alpn: ['h2', 'http/1.1'] })).alpn).toBe('h2')
  expect((await handshake(httpsPort, domain, { ca, alpn: ['http/1.1'] })).alpn).toBe('http/1.1')
  const run = promisify(execFile)
  const target = ['-connect', `127.0.0.1:${httpsPort}`, '-servername', domain, '-tls1_2']
  const { stdout } = await run('sh', ['-c', `openssl s_client ${target.join(' ')} </dev/null 2>/dev/null`])
  expect(stdout).toContain('Session-ID:')
  expect(stdout).not.toContain('TLS session ticket:')
})

test('plain requests are sent on with 308 where that is wished, to the same place; our own probes are not', async () => {
  expect((await ask(under, domain)).status).toBe(200)
  await session.setTls([{ ...first, redirect: true }])
  const moved = await ask(under, 'App1.localhost:8080', '/a/b?c=%20d&e', { method: 'POST' })
  expect([moved.status, moved.headers.location]).toEqual([308, `https://${domain}:${httpsPort}/a/b?c=%20d&e`])
  expect((await askSecurely(under, domain)).status).toBe(200)
  const probe = await ask(under, domain, '/', { headers: { 'x-gapless-probe': probeSecret } })
  expect(probe.status).toBe(200)
  await session.setTls([first])
  expect((await ask(under, domain)).status).toBe(200)
})

test('what is counted for the proof counts requests by HTTPS, those of HTTP/2 each', async () => {
  const before = await responses()
  const client = await http2Client(httpsPort, domain, authority.ca)
  const answers = await Promise.all(Array.from({ length: 20 }, () => client.get('/')))
  expect(new Set(answers.map(({ status, body }) => `${status} ${body}`))).toEqual(new Set(['200 v1']))
  await askSecurely(under, domain)
  expect((await responses()) - before).toBe(21)
  client.close()
})

test('certificates replaced ten times and sides switched under load fail no handshake and no request', async () => {
  const load = spawnLoad({
    port: httpsPort,
    host: domain,
    ca: authority.ca,
    keepAlive: 16,
    fresh: 4,
    posts: 4,
    long: 1,
    longPath: '/slow?ms=300',
  })
  const multiplexed = keepAsking(await http2Client(httpsPort, domain, authority.ca))
  const began = await responses()
  const served = async () => (await responses()) - began
  await expect.poll(served).toBeGreaterThan(200)
  const seen = new Set<string>()
  for (let round = 0; round < 10; round++) {
    const renewed = round % 2 === 0 ? await issue(domain) : first
    await session.setTls([renewed])
    const side = round % 2 === 0 ? 'b' : 'a'
    await session.route(side)
    for (const fingerprint of await shownFor(domain)) seen.add(fingerprint)
    await multiplexed.until(side === 'a' ? '200 v1' : '200 v2')
  }
  const now = await served()
  await expect.poll(served).toBeGreaterThan(now + 200)
  const [report] = await Promise.all([load.stop(), multiplexed.stop()])
  expect(report.failures).toEqual([])
  expect(Object.keys(report.versions).sort()).toEqual(['v1', 'v2'])
  expect(seen.size).toBe(6)
})

test('a restarted proxy serves what was stored, and the private key is for nobody else in the container', async () => {
  await session.store(desired({ ...first, redirect: true }))
  for (const name of proxies) await docker.getContainer(name).restart({ t: 1 })
  await expect.poll(() => shownFor(domain).catch(() => null)).toEqual(new Set([fingerprintOf(first.pem)]))
  expect((await ask(under, domain)).status).toBe(308)
  const views = await traffic.look(host)
  expect(views.map(({ certificates }) => certificates.get(domain))).toEqual([
    { key: 1, version: first.version },
    { key: 1, version: first.version },
  ])
  expect(views.map(({ redirects }) => [...redirects])).toEqual([[domain], [domain]])
  const run = promisify(execFile)
  const [proxy = ''] = proxies
  const { stdout } = await run('docker', [
    'exec',
    proxy,
    'sh',
    '-c',
    'cd /var/lib/gapless/current && stat -c "%a %u" *.pem; for one in /proc/[0-9]*; do cat "$one/cmdline"; done',
  ])
  expect(stdout).toMatch(/^600 0\n/)
  expect(stdout).not.toContain('PRIVATE KEY')
  const everything = 'find /var/lib/gapless -type f -exec stat -c "%a %u %n" {} +'
  const { stdout: stored } = await run('docker', ['exec', proxy, 'sh', '-c', everything])
  const files = stored.trim().split('\n')
  expect(files.length).toBeGreaterThan(3)
  expect(files.filter((file) => !file.startsWith('600 0 '))).toEqual([])
  // What was sent to be stored has the keys in it as well.
  expect(files.filter((file) => file.endsWith('/incoming'))).toEqual([])
  const { stdout: inspected } = await run('docker', ['inspect', proxy])
  const { stdout: logs } = await run('sh', ['-c', `docker logs ${proxy} 2>&1`])
  expect(`${inspected}${logs}`).not.toContain('PRIVATE KEY')
})

test('a reload says goodbye to clients of HTTP/2 and waits for those who are secured', async () => {
  const client = await http2Client(httpsPort, domain, authority.ca)
  const slow = client.get('/slow?ms=1500')
  await expect.poll(() => session.inFlight('a', [1])).toBe(1)
  await session.reload(desired(first))
  expect(await session.settleMs()).toBeGreaterThan(0)
  await client.goaway
  expect((await slow).body).toBe('slow')
  await client.closed
  await expect.poll(() => session.settleMs()).toBe(0)
  expect((await askSecurely(under, domain)).body).toBe('v1')
})

test('a certificate that nobody uses any more is gone, from what is stored too', async () => {
  await session.setTls([])
  await session.store(desired())
  await expect(handshake(httpsPort, domain)).rejects.toThrow()
  const run = promisify(execFile)
  for (const proxy of proxies) {
    const { stdout } = await run('docker', ['exec', proxy, 'sh', '-c', 'ls /var/lib/gapless/current/'])
    expect(stdout).not.toContain('.pem')
  }
  expect((await traffic.look(host)).map(({ certificates }) => certificates.size)).toEqual([0, 0])
})

test('the name of the dashboard leads to it, by HTTPS, and no longer when it is taken away', async () => {
  const name = 'gapless.localhost'
  const dashboard = { domain: name, port: v2.port, tls: { ...(await issue(name)), redirect: true } }
  const own = await traffic.open(host, dashboardKey, 1)
  await own.setDashboard(dashboard)
  expect((await askSecurely(under, name)).body).toBe('v2')
  expect((await ask(under, name)).status).toBe(308)
  await own.store({ ...desired(first), dashboard })
  await session.reload({ ...desired(first), dashboard })
  expect((await askSecurely(under, name)).body).toBe('v2')
  await own.setDashboard(null)
  expect((await ask(under, name)).status).toBe(404)
  await expect(handshake(httpsPort, name)).rejects.toThrow()
  await own.close()
})
