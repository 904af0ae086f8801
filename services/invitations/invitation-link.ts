import { sha256 } from '@/services/digest'
import { randomBase64 } from '@/services/random-base64'

/** What a secret of ours looks like: 32 random bytes in the alphabet of addresses. */
export const secretPattern = /^[A-Za-z0-9_-]{43}$/

/** A new secret with what is stored of it. */
export const newInvitationSecret = async (): Promise<{ secret: string; hash: string }> => {
  const secret = randomBase64(32).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  return { secret, hash: await sha256(secret) }
}

/** Where an invitation is accepted. */
export const invitationLink = (url: string, secret: string): string => new URL(`/invitation/${secret}`, url).href
