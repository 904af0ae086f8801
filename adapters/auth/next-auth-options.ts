import type { NextAuthOptions, User } from 'next-auth'
import { z } from 'zod'
import { sessionSeconds } from '@/core/access/sign-in'
import { signInError } from '@/core/access/sign-in-error'

interface Options {
  secret: string
  /** Hears the code of whatever next-auth could not do. */
  onError(code: string): void
  /** Checks the login and makes the session. Throws GaplessError. */
  signIn(input: {
    email: unknown
    password: unknown
    ip: string
    userAgent: string
  }): Promise<{ sessionId: string; name: string; email: string }>
  /** Ends the session that the cookie names. */
  signOut(sessionId: string): Promise<void>
}

/**
 * next-auth keeps an encrypted cookie that names our session; who that is and whether it still counts is looked up at
 * every request (app/_server/session.ts), so that signing out everywhere works at once.
 */
export const createAuthOptions = (options: Options): NextAuthOptions => ({
  secret: options.secret,
  session: { strategy: 'jwt', maxAge: sessionSeconds },
  pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
  providers: [
    {
      id: 'credentials',
      name: 'Credentials',
      type: 'credentials',
      credentials: { email: {}, password: {} },
      authorize: (credentials, request) => authorize(options, credentials, headersOf(request.headers)),
    },
  ],
  callbacks: {
    // `user` is there at the sign-in only; its id is the session's.
    jwt: ({ token, user }) => (user ? { sub: user.id, name: null, email: null } : token),
    session: ({ session, token }) => ({ ...session, sessionId: token.sub }),
    // To our own pages only, whatever a link says.
    redirect: ({ url, baseUrl }) =>
      url.startsWith('/') && !url.startsWith('//') ? `${baseUrl}${url}` : sameOrigin(url, baseUrl),
  },
  events: {
    signOut: async ({ token }) => {
      if (token.sub) await options.signOut(token.sub)
    },
  },
  logger: {
    // Its own texts may quote what a form sent; the code says enough.
    error: (code) => options.onError(code),
    warn: () => undefined,
    debug: () => undefined,
  },
})

const headersOf = (headers: unknown): Record<string, string> =>
  z.record(z.string(), z.string()).catch({}).parse(headers)

const sameOrigin = (url: string, baseUrl: string): string =>
  URL.canParse(url) && new URL(url).origin === new URL(baseUrl).origin ? url : baseUrl

/** next-auth passes the message of what is thrown on as `error`; it gets the code, which the page turns into words. */
const authorize = async (
  options: Options,
  credentials: Record<'email' | 'password', string> | undefined,
  headers: Record<string, string>,
): Promise<User> => {
  try {
    const session = await options.signIn({
      email: credentials?.email,
      password: credentials?.password,
      ip: headers['x-forwarded-for'] ?? 'unknown',
      userAgent: headers['user-agent'] ?? '',
    })
    return { id: session.sessionId, name: session.name, email: session.email }
  } catch (error) {
    throw new Error(signInError(error))
  }
}
