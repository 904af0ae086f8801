import type { NextApiRequest, NextApiResponse } from 'next'
import NextAuth, { type NextAuthOptions } from 'next-auth'
import { decode } from 'next-auth/jwt'

interface Ended {
  /** Where the browser is sent in the end. */
  location: string
  /** The session that its cookie names. */
  sessionId: string | null
  /** The line that set that cookie. */
  cookie: string | null
}

interface Way {
  options: NextAuthOptions
  /** Where Gapless is reached. */
  url: string
  provider: 'oidc' | 'github'
  /** Changes the way back from the provider. */
  tamper?: (back: URL) => URL
}

/** A browser on its way through next-auth: to the provider and back. */
const journey = ({ options, url }: Way) => {
  const jar = new Map<string, string>()
  const lines = new Map<string, string>()
  const keep = (line: string): void => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    lines.set(name, line)
    if (value === '') jar.delete(name)
    else jar.set(name, decodeURIComponent(value))
  }
  const ask = async (path: string, body?: Record<string, string>): Promise<{ location: string; body: unknown }> => {
    const { pathname, searchParams } = new URL(path, url)
    const nextauth = pathname.replace('/api/auth/', '').split('/')
    const said = { location: '', body: null as unknown }
    const response = {
      status: () => response,
      getHeader: () => undefined,
      setHeader: (name: string, value: string | string[]) => {
        if (name === 'Location') said.location = String(value)
        if (name === 'Set-Cookie') for (const line of [value].flat()) keep(line)
        return response
      },
      end: () => undefined,
      json: (value: unknown) => {
        said.body = value
      },
      send: (value: unknown) => {
        said.body = value
      },
    }
    const request = {
      method: body ? 'POST' : 'GET',
      headers: {},
      cookies: Object.fromEntries(jar),
      query: { ...Object.fromEntries(searchParams), nextauth },
      body,
    }
    await NextAuth(request as unknown as NextApiRequest, response as unknown as NextApiResponse, options)
    return said
  }
  return { jar, lines, ask }
}

/** Signs in with a provider, from the button to the last redirect. NEXTAUTH_URL has to be `url`. */
export const signInByProvider = async (way: Way): Promise<Ended> => {
  const { jar, lines, ask } = journey(way)
  const csrf = await ask('/api/auth/csrf')
  const csrfToken = String(Reflect.get(Object(csrf.body), 'csrfToken'))
  const begun = await ask(`/api/auth/signin/${way.provider}`, { csrfToken, callbackUrl: '/apps' })
  const there = await fetch(begun.location, { redirect: 'manual' })
  const returned = new URL(there.headers.get('location') ?? '')
  const back = way.tamper?.(returned) ?? returned
  const { location } = await ask(`${back.pathname}${back.search}`)
  const name = [...jar.keys()].find((one) => one.endsWith('next-auth.session-token'))
  const { secret = '' } = way.options
  const token = jar.get(name ?? '')
  const content = token === undefined ? null : await decode({ token, secret })
  return { location, sessionId: content?.sub ?? null, cookie: lines.get(name ?? '') ?? null }
}
