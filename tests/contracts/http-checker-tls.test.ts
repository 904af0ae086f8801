import type { ServerOptions } from 'node:https'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Authority, createAuthority } from '@/tests/support/certificates'
import { type Checking, createChecking, serveHttps } from '@/tests/support/checking'

const open: { close(): Promise<void> }[] = []
let authority: Authority
let stranger: Authority
let checking: Checking
beforeAll(async () => {
  authority = await createAuthority()
  stranger = await createAuthority()
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
    const days = ((seen.tlsExpiresAt?.getTime() ?? 0) - Date.now()) / 86_400_000
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
})

it('does not speak what is too old to be safe', async () => {
  const certificate = await authority.issue({ name, endsInDays: 90 })
  const old: ServerOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }
  const { check } = await asked({ ...certificate, ...old })
  expect(check).toMatchObject({ outcome: 'failed', code: 'tls_invalid' })
  expect(check.error).toContain('no TLS was agreed on')
})
