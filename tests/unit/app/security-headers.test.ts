import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { protectAnswers } from '@/app/_server/security-headers'

let server: Server
let url: string
let isHttps = false
let seen: IncomingHttpHeaders = {}

beforeAll(async () => {
  protectAnswers({ isHttps: () => isHttps, isDevelopment: false })
  server = createServer((request, response) => {
    seen = request.headers
    response.end('ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const policyOf = async (path: string, headers: Record<string, string> = {}): Promise<string> =>
  (await fetch(`${url}${path}`, { headers })).headers.get('content-security-policy') ?? ''

describe('every answer', () => {
  it('lets a page run scripts that carry its own nonce, and be framed by nobody', async () => {
    const policy = await policyOf('/apps')
    expect(policy).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/]{22}=='(;|$)/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy.match(/script-src[^;]*/)?.[0]).not.toContain('unsafe')
    expect(policy).not.toBe(await policyOf('/apps'))
  })

  it('tells Next the same nonce, whatever the caller sends', async () => {
    const sent = "script-src 'nonce-evil'"
    const policy = await policyOf('/apps', {
      'content-security-policy': sent,
      'content-security-policy-report-only': sent,
    })
    expect(seen['content-security-policy']).toBe(policy)
    expect(seen['content-security-policy-report-only']).toBeUndefined()
  })

  it('of the API may load nothing at all, and public pages speak for themselves', async () => {
    expect(await policyOf('/api/v1/apps')).toContain("default-src 'none'")
    expect(await policyOf('/status/shop', { 'content-security-policy': 'x' })).toBe('')
    expect(seen['content-security-policy']).toBeUndefined()
  })

  it('is not guessed at, referred from, or framed by old browsers', async () => {
    const { headers } = await fetch(`${url}/apps`)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('permissions-policy')).toContain('camera=()')
  })

  it('asks for https from then on, over https only', async () => {
    const hsts = async (headers = {}): Promise<string | null> =>
      (await fetch(url, { headers })).headers.get('strict-transport-security')
    expect(await hsts()).toBeNull()
    expect(await hsts({ 'x-forwarded-proto': 'https' })).toContain('max-age=31536000')
    isHttps = true
    expect(await hsts()).toContain('max-age=31536000')
  })
})
