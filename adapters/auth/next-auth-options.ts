import type { NextAuthOptions, User } from 'next-auth'
import type { CredentialsConfig } from 'next-auth/providers/credentials'
import { sessionSeconds } from '@/core/access/sign-in'
import { signInError } from '@/core/access/sign-in-error'
import { GaplessError } from '@/core/errors'
import {
  githubProvider,
  oidcProvider,
  type ProviderSettings,
  type Vouched,
  vouchedByGithub,
  vouchedByOidc,
} from './providers'

/** Who asks, as the connection says. */
export interface Caller {
  ip: string
  userAgent: string
}

interface Session {
  sessionId: string
  name: string
  email: string
}

interface Options {
  secret: string
  /** Where people open the dashboard: over https its cookies are sent over https only. */
  url: string
  caller: Caller
  providers: ProviderSettings
  /** Hears the code of whatever next-auth could not do. */
  onError(code: string): void
  /** Hears what a sign-in failed by that is no fault of who signs in. */
  onFault(error: unknown): void
  /** Each checks what is shown and makes the session. They throw GaplessError. */
  signIn(input: Caller & { email: unknown; password: unknown }): Promise<Session>
  signInByLink(input: Caller & { secret: unknown }): Promise<Session>
  signInByIdentity(input: Caller & Vouched & { provider: 'oidc' | 'github' }): Promise<Session>
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
  useSecureCookies: options.url.startsWith('https://'),
  pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
  providers: [
    credentials('credentials', ['email', 'password'], options, (given) =>
      options.signIn({ email: given.email, password: given.password, ...options.caller }),
    ),
    credentials('link', ['token'], options, (given) =>
      options.signInByLink({ secret: given.token, ...options.caller }),
    ),
    ...(options.providers.oidc ? [oidcProvider(options.providers.oidc)] : []),
    ...(options.providers.github ? [githubProvider(options.providers.github)] : []),
  ],
  callbacks: {
    signIn: async ({ user, account, profile }) => {
      if (account?.provider !== 'oidc' && account?.provider !== 'github') return true
      try {
        const vouched = account.provider === 'oidc' ? vouchedByOidc(profile) : vouchedByGithub(profile)
        const session = await options.signInByIdentity({
          ...vouched,
          provider: account.provider,
          ...options.caller,
        })
        // What goes into the cookie, as with a password: our session, and nothing of the provider's.
        user.id = session.sessionId
        return true
      } catch (error) {
        return `/sign-in?error=${failed(error, options)}`
      }
    },
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

const sameOrigin = (url: string, baseUrl: string): string =>
  URL.canParse(url) && new URL(url).origin === new URL(baseUrl).origin ? url : baseUrl

/** The word for it; what is no refusal of ours is heard, as the page says that the log has more. */
const failed = (error: unknown, heard: Pick<Options, 'onFault'>): string => {
  if (!(error instanceof GaplessError)) heard.onFault(error)
  return signInError(error)
}

/** next-auth passes the message of what is thrown on as `error`; it gets the code, which the page turns into words. */
const credentials = (
  id: string,
  fields: readonly string[],
  heard: Pick<Options, 'onFault'>,
  signIn: (given: Record<string, string>) => Promise<Session>,
): CredentialsConfig => ({
  id,
  name: id,
  type: 'credentials',
  credentials: Object.fromEntries(fields.map((field) => [field, {}])),
  authorize: async (given): Promise<User> => {
    try {
      const session = await signIn(given ?? {})
      return { id: session.sessionId, name: session.name, email: session.email }
    } catch (error) {
      throw new Error(failed(error, heard))
    }
  },
})
