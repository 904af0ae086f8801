import type { Context } from '@/services/context'
import { sha256 } from '@/services/digest'

/** For so long a request that comes again with its key is the same request. */
export const sameRequestMs = 24 * 60 * 60 * 1000

/**
 * The name under which a caller's Idempotency-Key is kept. Keys belong to whoever sent them: another member's answer may
 * hold what this one must not see.
 */
export const requestKeyOf = ({ actor }: Pick<Context, 'actor'>, key: string): Promise<string> =>
  sha256(`${actor.type}:${actor.id}:${key}`)
