import type { OAuthConfig } from 'next-auth/providers/oauth'
import { z } from 'zod'

interface Client {
  clientId: string
  clientSecret: string
}

export interface ProviderSettings {
  /** Any provider of OpenID Connect; `name` stands on the button. */
  oidc: (Client & { issuer: string; name: string }) | null
  /** GitHub, or a GitHub Enterprise Server at `url`. */
  github: (Client & { url: string }) | null
}

/** What a provider says of a person, before anything is believed. */
export interface Vouched {
  /** The provider's own, lasting id of the person, with who gave it. */
  subject: string
  /** The id as it was once kept, without who gave it; null where it never was. */
  formerSubject: string | null
  email: string | null
  isEmailVerified: boolean
}

const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string().min(1),
  email: z.string().catch(''),
  email_verified: z.unknown().optional(),
})
type Claims = z.infer<typeof claimsSchema>

const timeoutMs = 10_000

/**
 * OpenID Connect with state, nonce and PKCE. The library checks the ID token: signature, issuer, audience, nonce, time.
 */
export const oidcProvider = (settings: NonNullable<ProviderSettings['oidc']>): OAuthConfig<Claims> => ({
  id: 'oidc',
  name: settings.name,
  type: 'oauth',
  wellKnown: `${settings.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  clientId: settings.clientId,
  clientSecret: settings.clientSecret,
  authorization: { params: { scope: 'openid email profile' } },
  idToken: true,
  checks: ['pkce', 'state', 'nonce'],
  httpOptions: { timeout: timeoutMs },
  userinfo: {
    // Some providers put the address into the token, some only there; the library refuses another person's.
    request: async ({ client, tokens }) => {
      const claims = 'claims' in tokens && typeof tokens.claims === 'function' ? tokens.claims() : {}
      const more = 'email' in claims ? {} : await client.userinfo(tokens.access_token ?? '')
      return claimsSchema.parse({ ...more, ...claims })
    },
  },
  profile: (claims) => ({ id: claims.sub }),
})

/** A subject counts for its issuer only: another provider in its place has other people under the same ids. */
export const vouchedByOidc = (profile: unknown): Vouched => {
  const claims = claimsSchema.parse(profile)
  return {
    subject: `${claims.iss} ${claims.sub}`,
    formerSubject: null,
    email: claims.email === '' ? null : claims.email,
    isEmailVerified: claims.email_verified === true || claims.email_verified === 'true',
  }
}

const githubSchema = z.object({ site: z.string(), id: z.number(), email: z.string(), email_verified: z.boolean() })
type GithubPerson = z.infer<typeof githubSchema>
const userSchema = z.object({ id: z.number() })
const addressesSchema = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }))

/** GitHub: the public address of a profile says nothing, so the primary one is read, with whether it is verified. */
export const githubProvider = (settings: NonNullable<ProviderSettings['github']>): OAuthConfig<GithubPerson> => {
  const site = new URL(settings.url).href.replace(/\/$/, '')
  const api = site === 'https://github.com' ? 'https://api.github.com' : `${site}/api/v3`
  return {
    id: 'github',
    name: 'GitHub',
    type: 'oauth',
    issuer: `${site}/login/oauth`,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    authorization: { url: `${site}/login/oauth/authorize`, params: { scope: 'read:user user:email' } },
    token: { url: `${site}/login/oauth/access_token` },
    checks: ['pkce', 'state'],
    httpOptions: { timeout: timeoutMs },
    userinfo: {
      url: `${api}/user`,
      request: async ({ tokens }) => {
        const { id } = userSchema.parse(await readGithub(`${api}/user`, tokens.access_token))
        const addresses = addressesSchema.parse(await readGithub(`${api}/user/emails`, tokens.access_token))
        const primary = addresses.find((address) => address.primary)
        return { site, id, email: primary?.email ?? '', email_verified: primary?.verified ?? false }
      },
    },
    profile: ({ id }) => ({ id: String(id) }),
  }
}

/** Each server counts its people from one. */
export const vouchedByGithub = (profile: unknown): Vouched => {
  const { site, id, email, email_verified } = githubSchema.parse(profile)
  return {
    subject: `${site} ${id}`,
    formerSubject: String(id),
    email: email === '' ? null : email,
    isEmailVerified: email_verified,
  }
}

const readGithub = async (url: string, token: string | undefined): Promise<unknown> => {
  const answer = await fetch(url, {
    headers: { accept: 'application/vnd.github+json', authorization: `Bearer ${token}`, 'user-agent': 'Gapless' },
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (!answer.ok) throw new Error(`GitHub answered ${answer.status}`)
  return answer.json()
}
