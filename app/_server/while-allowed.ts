import { setTimeout as wait } from 'node:timers/promises'
import { type Action, may } from '@/core/access/policy'
import { teamChannel } from '@/core/ports/live-events'
import type { Context } from '@/services/context'
import { authenticate } from './authenticate'

/** How often one looks although nothing was heard: a message may be lost. */
const lookEveryMs = 15_000

interface Options {
  ctx: Context
  request: Request
  action: Action
  /** Ends the watch: the client has gone. */
  signal: AbortSignal
  lookEveryMs?: number
}

/**
 * Aborts when whoever opened a stream with a token may no longer read it: the token was revoked or has expired, its maker
 * has lost the right. Looked up whenever something changes in the team. The watch ends with `signal`.
 */
export const whileAllowed = async (options: Options): Promise<AbortSignal> => {
  const { ctx, signal } = options
  const over = new AbortController()
  const until = AbortSignal.any([signal, over.signal])
  let isLooking = false
  let again = false
  const look = async (): Promise<void> => {
    again = true
    if (isLooking) return
    isLooking = true
    while (again && !until.aborted) {
      again = false
      if (!(await stillAllowed(options))) over.abort()
    }
    isLooking = false
  }
  const unsubscribe = await ctx.live.subscribe(teamChannel(ctx.actor.teamId), () => void look())
  until.addEventListener('abort', unsubscribe, { once: true })
  if (until.aborted) unsubscribe()
  void lookNowAndThen(look, until, options.lookEveryMs ?? lookEveryMs)
  return until
}

const lookNowAndThen = async (look: () => Promise<void>, until: AbortSignal, ms: number): Promise<void> => {
  while (!until.aborted) {
    await wait(ms, undefined, { signal: until, ref: false }).catch(() => undefined)
    if (!until.aborted) await look()
  }
}

/** The same rights for the same team and, at the least, the apps of when it began: a stream is not narrowed on its way. */
const stillAllowed = async ({ ctx, request, action }: Options): Promise<boolean> => {
  try {
    const actor = await authenticate(request, action)
    return may(actor, action) && sameApps(ctx.actor.appIds, actor.appIds)
  } catch {
    return false
  }
}

const sameApps = (before: readonly string[] | null, now: readonly string[] | null): boolean =>
  now === null || (before?.every((appId) => now.includes(appId)) ?? false)
