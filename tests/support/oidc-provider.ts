import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface OidcPerson {
  sub: string
  email?: string
  email_verified?: unknown
}

/** What the provider does wrong in its next ID token. */
type Fault = { claims?: Record<string, unknown>; isSignedByAnother?: boolean }

export interface OidcProvider {
  issuer: string
  /** Who signs in there next, and what is wrong with the token that says so. */
  next(person: OidcPerson, fault?: Fault): void
  close(): Promise<void>
}

interface Grant {
  nonce: string | null
  challenge: string | null
  redirectUri: string
}

export const oidcClient = { clientId: 'gapless', clientSecret: 'a secret of ours there' }

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 })

/** A provider of OpenID Connect: code flow with PKCE, tokens signed by RS256. Whoever comes is signed in at once. */
export const startOidcProvider = async (): Promise<OidcProvider> => {
  const key = newKey()
  const another = newKey()
  const grants = new Map<string, Grant>()
  let person: OidcPerson = { sub: 'nobody' }
  let fault: Fault = {}
  let issuer = ''
  const idToken = (grant: Grant): string => {
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      iss: issuer,
      aud: oidcClient.clientId,
      iat: now,
      exp: now + 300,
      ...(grant.nonce === null ? {} : { nonce: grant.nonce }),
      ...person,
      ...fault.claims,
    }
    return signed(claims, fault.isSignedByAnother ? another.privateKey : key.privateKey)
  }
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', issuer)
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(response, {
          issuer,
          authorization_endpoint: `${issuer}/authorize`,
          token_endpoint: `${issuer}/token`,
          userinfo_endpoint: `${issuer}/userinfo`,
          jwks_uri: `${issuer}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        })
      case '/jwks':
        return json(response, { keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' }] })
      case '/authorize': {
        const code = randomBytes(12).toString('hex')
        const redirectUri = url.searchParams.get('redirect_uri') ?? ''
        const challenge = url.searchParams.get('code_challenge')
        grants.set(code, { nonce: url.searchParams.get('nonce'), challenge, redirectUri })
        const back = new URL(redirectUri)
        back.searchParams.set('code', code)
        back.searchParams.set('state', url.searchParams.get('state') ?? '')
        response.writeHead(302, { location: back.href }).end()
        return
      }
      case '/token': {
        const form = new URLSearchParams(await bodyOf(request))
        const grant = grants.get(form.get('code') ?? '')
        grants.delete(form.get('code') ?? '')
        const verifier = createHash('sha256')
          .update(form.get('code_verifier') ?? '')
          .digest('base64url')
        const isOurs = request.headers.authorization === basicLogin()
        if (!grant || !isOurs || verifier !== grant.challenge || form.get('redirect_uri') !== grant.redirectUri) {
          return json(response, { error: 'invalid_grant' }, 400)
        }
        return json(response, { access_token: 'access', token_type: 'Bearer', id_token: idToken(grant) })
      }
      case '/userinfo':
        return json(response, person)
      default:
        response.writeHead(404).end()
    }
  }
  const server: Server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  issuer = `http://127.0.0.1:${port}`
  return {
    issuer,
    next: (given, wrong = {}) => {
      person = given
      fault = wrong
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

const basicLogin = (): string => {
  const { clientId, clientSecret } = oidcClient
  const text = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret).replaceAll('%20', '+')}`
  return `Basic ${Buffer.from(text).toString('base64')}`
}

const signed = (claims: Record<string, unknown>, privateKey: KeyObject): string => {
  const text = `${base64({ alg: 'RS256', typ: 'JWT', kid: 'one' })}.${base64(claims)}`
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey).toString('base64url')}`
}

const json = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
