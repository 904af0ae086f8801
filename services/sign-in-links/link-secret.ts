import { sha256 } from '@/services/digest'
import { randomBase64 } from '@/services/random-base64'

/** 32 random bytes in the alphabet of addresses. */
const secretPattern = /^[A-Za-z0-9_-]{43}$/

/** What a link carries, with what is stored of it. */
export const newLinkSecret = async (): Promise<{ secret: string; hash: string }> => {
  const secret = randomBase64(32).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  return { secret, hash: await sha256(secret) }
}

/** What is stored of this secret; null for a text that is none. */
export const linkHash = async (secret: unknown): Promise<string | null> =>
  typeof secret === 'string' && secretPattern.test(secret) ? sha256(secret) : null
