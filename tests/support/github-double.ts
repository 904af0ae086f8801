import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Who signs in there, with all the addresses of theirs. */
interface GithubPerson {
  id: number
  addresses: { email: string; primary: boolean; verified: boolean }[]
}

export interface GithubDouble {
  url: string
  /** Who signs in there next; null: GitHub is in trouble. */
  next(person: GithubPerson | null): void
  close(): Promise<void>
}

export const githubClient = { clientId: 'gapless-app', clientSecret: 'a secret of ours at GitHub' }

/**
 * A GitHub Enterprise Server as far as signing in goes: OAuth apps with PKCE, and the two calls of its API
 * (https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps).
 */
export const startGithubDouble = async (): Promise<GithubDouble> => {
  let person: GithubPerson | null = null
  let url = ''
  const grants = new Map<string, string>()
  const tokens = new Set<string>()
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = new URL(request.url ?? '/', url)
    const json = (value: unknown, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    }
    if (asked.pathname === '/login/oauth/authorize') {
      const query = asked.searchParams
      if (query.get('client_id') !== githubClient.clientId || query.get('scope') !== 'read:user user:email') {
        return json({ error: 'application' }, 404)
      }
      const code = randomBytes(10).toString('hex')
      grants.set(code, query.get('code_challenge') ?? '')
      const back = new URL(query.get('redirect_uri') ?? '')
      back.searchParams.set('code', code)
      back.searchParams.set('state', query.get('state') ?? '')
      response.writeHead(302, { location: back.href }).end()
      return
    }
    if (asked.pathname === '/login/oauth/access_token') {
      const form = new URLSearchParams(await bodyOf(request))
      const challenge = grants.get(form.get('code') ?? '')
      grants.delete(form.get('code') ?? '')
      const verifier = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url')
      // It answers 200 to mistakes too.
      if (!isOurs(request, form) || challenge !== verifier) return json({ error: 'bad_verification_code' })
      const token = `gho_${randomBytes(16).toString('hex')}`
      tokens.add(token)
      return json({ access_token: token, token_type: 'bearer', scope: 'read:user,user:email' })
    }
    if (!tokens.has(request.headers.authorization?.replace('Bearer ', '') ?? '')) return json({}, 401)
    if (person === null) return json({ message: 'Server Error' }, 500)
    if (asked.pathname === '/api/v3/user') return json({ id: person.id, login: 'octocat', email: 'shown@example.com' })
    if (asked.pathname === '/api/v3/user/emails') return json(person.addresses)
    return json({ message: 'Not Found' }, 404)
  }
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    next: (next) => {
      person = next
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

const isOurs = (request: IncomingMessage, form: URLSearchParams): boolean => {
  const [id, secret] = Buffer.from(request.headers.authorization?.replace('Basic ', '') ?? '', 'base64')
    .toString()
    .split(':')
    .map((part) => decodeURIComponent(part.replaceAll('+', ' ')))
  return (
    (form.get('client_id') ?? id) === githubClient.clientId &&
    (form.get('client_secret') ?? secret) === githubClient.clientSecret
  )
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}
