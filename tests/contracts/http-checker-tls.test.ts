import type { ServerOptions } from 'node:https'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Authority, createAuthority } from '@/tests/support/certificates'
import { type Checking, createChecking, serveHttp, serveHttps } from '@/tests/support/checking'

const open: { close(): Promise<void> }[] = []
let authority: Authority
let stranger: Authority
let checking: Checking
beforeAll(async () => {
  authority = await createAuthority()
  stranger = await createAuthority('Another authority')
  checking = createChecking({ 'shop.example': ['127.0.0.1'] }, [authority.ca])
})
afterAll(() => Promise.all([authority.close(), stranger.close()]))
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

const asked = async (options: ServerOptions, more: { tlsExpiryDays?: number } = {}) => {
  const server = await serveHttps(options, (_, response) => response.end('hello'))
  open.push(server)
  return checking.ask({ url: `https://shop.example:${server.port}/`, ...more })
}
const name = 'DNS:shop.example'

describe('a certificate', () => {
  it('that is in order is, and its end is known', async () => {
    const { check, seen } = await asked(await authority.issue({ name, endsInDays: 90 }))
    expect(check).toMatchObject({ outcome: 'ok', code: null })
    const days = ((seen.tlsEnd?.at.getTime() ?? 0) - Date.now()) / 86_400_000
    expect(days).toBeCloseTo(90, 1)
    const { dnsMs, connectMs, tlsMs, firstByteMs, totalMs } = seen.phases
    const parts = [dnsMs, connectMs, tlsMs, firstByteMs].map((ms) => ms ?? Number.NaN)
    expect(parts.every((ms) => ms >= 0)).toBe(true)
    expect(parts.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(totalMs ?? 0)
  })

  it('that ends in six days is a warning while the page answers', async () => {
    const { check } = await asked(await authority.issue({ name, endsInDays: 6.5 }))
    expect(check).toMatchObject({ outcome: 'ok', code: 'tls_expires_soon', error: 'certificate expires in 6 days' })
    const other = await asked(await authority.issue({ name, endsInDays: 6.5 }), { tlsExpiryDays: 5 })
    expect(other.check).toMatchObject({ outcome: 'ok', code: null })
    const today = await asked(await authority.issue({ name, endsInDays: 0.5 }))
    expect(today.check.error).toBe('certificate expires within a day')
  })

  it('that has ended fails', async () => {
    const { check } = await asked(await authority.issue({ name, endsInDays: -1 }))
    expect(check).toMatchObject({ outcome: 'failed', code: 'tls_expired', error: 'its certificate has expired' })
  })

  it('for another name fails', async () => {
    const { check } = await asked(await authority.issue({ name: 'DNS:other.example', endsInDays: 90 }))
    expect(check.error).toBe('its certificate is not valid (it is for another name)')
  })

  it('that nobody we know has issued fails', async () => {
    const { check } = await asked(await stranger.issue({ name, endsInDays: 90 }))
    expect(check.code).toBe('tls_invalid')
  })

  it('that issued itself fails', async () => {
    const { check } = await asked(await authority.selfSigned(name))
    expect(check.error).toBe('its certificate is not valid (it is self-signed)')
  })

  it('by an intermediate needs that one with it', async () => {
    expect((await asked(await authority.issue({ name, endsInDays: 90, by: 'intermediate' }))).code).toBeNull()
    const { check } = await asked(await authority.issue({ name, endsInDays: 90, by: 'incomplete' }))
    expect(check.error).toBe('its certificate is not valid (its chain is incomplete)')
  })

  it('by an intermediate that ends before it is a warning that names that one', async () => {
    const certificate = await authority.issue({ name, endsInDays: 90, by: 'intermediate' })
    expect((await asked(certificate)).check.code).toBeNull()
    const { check } = await asked(certificate, { tlsExpiryDays: 31 })
    expect(check).toMatchObject({ outcome: 'ok', code: 'tls_expires_soon' })
    expect(check.error).toBe('issuer’s certificate (intermediate) expires in 29 days')
  })

  it('is not in question where only what another has signed for a trusted root ends', async () => {
    const { key, cert } = await authority.issue({ name, endsInDays: 90, by: 'intermediate' })
    const crossed = await stranger.cross(authority, 3)
    const { check, seen } = await asked({ key, cert: cert + crossed }, { tlsExpiryDays: 14 })
    expect(check).toMatchObject({ outcome: 'ok', code: null })
    expect(seen.tlsEnd?.issuer).toBe('intermediate')
  })
})

it('does not speak what is too old to be safe', async () => {
  const certificate = await authority.issue({ name, endsInDays: 90 })
  const old: ServerOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }
  const { check } = await asked({ ...certificate, ...old })
  expect(check).toMatchObject({ outcome: 'failed', code: 'tls_invalid' })
  expect(check.error).toContain('no TLS was agreed on')
})

describe('a name of an own app for which others end TLS', () => {
  it('is asked by HTTPS where it leads, from a redirect of its proxy as well, and under the usual rules', async () => {
    const secure = await serveHttps(await authority.issue({ name, endsInDays: 90 }), (_, response) =>
      response.end('hi'),
    )
    const url = `https://shop.example:${secure.port}/`
    const proxy = await serveHttp((_, response) => response.writeHead(301, { location: url }).end())
    open.push(secure, proxy)
    const proxies = new Map([['shop.example', { address: '127.0.0.1', port: proxy.port, securePort: null }]])
    expect((await checking.ask({ url }, { proxies })).check.outcome).toBe('ok')
    const redirected = await checking.ask({ url: 'http://shop.example/' }, { proxies })
    expect(redirected).toMatchObject({ code: null, seen: { redirects: [url], statusCode: 200 } })
    expect((await checking.ask({ url }, { proxies, mayConnect: () => false })).code).toBe('address_refused')
  })
})
