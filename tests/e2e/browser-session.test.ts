import { randomUUID } from 'node:crypto'
import { describe, expect, inject, it } from 'vitest'
import { Cookies } from '@/tests/support/browser-cookies'

const { url, email, password } = inject('platform')

describe('a browser', () => {
  it('is sent to the sign-in page, lets its person in, and out again for every copy of the cookie', async () => {
    const browser = new Cookies(url)
    const before = await browser.request('/apps')
    expect(before.status).toBe(307)
    expect(before.headers.get('location')).toContain('/sign-in')
    const signedIn = await browser.signIn(email, password)
    expect(signedIn.status).toBe(200)
    const cookie = signedIn.headers.getSetCookie().find((line) => line.startsWith('next-auth.session-token='))
    expect(cookie).toMatch(/; HttpOnly/)
    expect(cookie).toMatch(/; SameSite=Lax/)
    expect((await browser.request('/apps')).status).toBe(200)
    const stolen = browser.copy()
    expect((await stolen.request('/apps')).status).toBe(200)
    await browser.post('/api/auth/signout', {})
    expect((await stolen.request('/apps')).status).toBe(307)
  })

  it('is told nothing about which half was wrong', async () => {
    const answers = await Promise.all(
      [email, `${randomUUID()}@example.com`].map(async (one) => {
        const answer = await new Cookies(url).signIn(one, 'wrong')
        return { status: answer.status, body: await answer.text() }
      }),
    )
    expect(answers[0]?.status).toBe(401)
    expect(answers[0]).toEqual(answers[1])
  })

  it('gets a 429 that says how long to wait', async () => {
    const nobody = `${randomUUID()}@example.com`
    const statuses: number[] = []
    for (let index = 0; index < 10; index += 1) statuses.push((await new Cookies(url).signIn(nobody, 'wrong')).status)
    expect(new Set(statuses)).toEqual(new Set([401]))
    const refused = await new Cookies(url).signIn(nobody, 'wrong')
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60)
  })

  it('cannot use up the attempts of another address by naming it', async () => {
    const nobody = `${randomUUID()}@example.com`
    const statuses: number[] = []
    for (let index = 0; index < 11; index += 1) {
      // Each claims to be somebody else; from this machine such a claim is believed, but for one that is no address.
      const headers = { 'x-forwarded-for': `somebody-${index}` }
      statuses.push(
        (await new Cookies(url).post('/api/auth/callback/credentials', { email: nobody, password: 'wrong' }, headers))
          .status,
      )
    }
    expect(statuses.at(-1)).toBe(429)
  })

  it('is not led away by a link, and cannot be signed in by another site', async () => {
    const away = await new Cookies(url).signIn(email, password, 'https://evil.example/')
    expect(await away.json()).toEqual({ url })
    const forged = await new Cookies(url).request('/api/auth/callback/credentials', {
      method: 'POST',
      body: new URLSearchParams({ email, password, json: 'true' }),
    })
    expect(forged.headers.getSetCookie().join()).not.toContain('session-token')
  })

  it('sends no endless login', async () => {
    const body = new URLSearchParams({ email, password: 'x'.repeat(100_000) })
    const answer = await new Cookies(url).request('/api/auth/callback/credentials', { method: 'POST', body })
    expect(answer.status).toBe(413)
  })
})
