import { shownPrefix, tokenFrom } from '@/core/tokens/token-format'
import { sha256 } from '@/services/digest'

/** A new token: `token` is shown once; what is stored of it is the rest. */
export const newTokenSecret = async (): Promise<{ token: string; hash: string; prefix: string }> => {
  const token = tokenFrom((bytes) => crypto.getRandomValues(new Uint8Array(bytes)))
  return { token, hash: await sha256(token), prefix: shownPrefix(token) }
}
