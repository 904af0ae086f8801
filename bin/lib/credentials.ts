import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { tokenFrom } from '@/core/tokens/token-format'
import { home } from './home'
import { readJson, writePrivateJson } from './private-file'
import type { Settings } from './settings'

const schema = z.object({
  url: z.string(),
  email: z.string(),
  password: z.string(),
  apiToken: z.string(),
  proxyUrl: z.string(),
})

/** The first login, for the person who started this instance. */
export type Credentials = z.infer<typeof schema>

/** The first login as it is kept, null where it is not. */
export function findCredentials(): Credentials | null {
  return readJson(home.credentials, schema)
}

/** Keeps a first login of another time: the addresses follow at the next start. Returns whether it is one. */
export function keepCredentials(credentials: unknown): boolean {
  const { data } = schema.safeParse(credentials)
  if (data) writePrivateJson(home.credentials, data)
  return data !== undefined
}

/**
 * The first login: made and written down before the owner is created with it, so that a start that is killed in
 * between can go on with the same. The addresses follow the present ports.
 */
export function ensureCredentials(settings: Settings): Credentials {
  const kept = findCredentials()
  const credentials = {
    email: kept?.email ?? settings.GAPLESS_OWNER_EMAIL ?? 'owner@gapless.localhost',
    password: kept?.password ?? settings.GAPLESS_OWNER_PASSWORD ?? randomBytes(15).toString('base64url'),
    apiToken: kept?.apiToken ?? tokenFrom(randomBytes),
    url: `http://localhost:${settings.PORT}`,
    proxyUrl: `http://localhost:${settings.GAPLESS_PROXY_HTTP_PORT}`,
  }
  writePrivateJson(home.credentials, credentials)
  return credentials
}
