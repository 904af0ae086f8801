import { createHash, randomBytes } from 'node:crypto'
import { shownPrefix, tokenFrom } from '@/core/tokens/token-format'

/** A new token: shown once; what is stored of it is the rest. */
export const newTokenSecret = (): { secret: string; hash: string; prefix: string } => {
  const secret = tokenFrom(randomBytes)
  return { secret, hash: hashToken(secret), prefix: shownPrefix(secret) }
}

/** SHA-256 in hex. */
export const hashToken = (secret: string): string => createHash('sha256').update(secret).digest('hex')
