import { isSameAccess } from '@/core/access/same-access'
import { personChannel, teamChannel } from '@/core/ports/live-events'
import type { Context } from '@/services/context'
import { readSession } from '@/services/sessions/read-session'
import { Wake } from './wake'

const heartbeatMs = 20_000

/** `access`: the last event. `left`: signed out, or no longer of the team; else what one may there is not what it was. */
export type TeamEvent = { type: 'changed' } | { type: 'heartbeat' } | { type: 'access'; left: boolean }

/**
 * `changed` for whatever happens in the team, however much at once, and a heartbeat now and then. Ends with `access` as
 * soon as the person may not do exactly what they might when it began: all that listens beside it was opened with that.
 */
export async function* teamFeed(options: {
  ctx: Context
  sessionId: string
  signal: AbortSignal
}): AsyncGenerator<TeamEvent> {
  const { ctx, sessionId, signal } = options
  const { teamId, ip, id } = ctx.actor
  const wake = new Wake()
  let isNew = false
  const unsubscribe = [
    await ctx.live.subscribe(teamChannel(teamId), () => {
      isNew = true
      wake.wake()
    }),
    await ctx.live.subscribe(personChannel(id), () => wake.wake()),
  ]
  try {
    // What changed before one listened is seen by a look at once.
    for (let isFirst = true; !signal.aborted; isFirst = false) {
      if (!isFirst) await wake.wait(heartbeatMs, signal)
      if (signal.aborted) return
      const session = await readSession(ctx, { sessionId, teamId, ip })
      if (!session || !isSameAccess(ctx.actor, session.actor)) {
        yield { type: 'access', left: session?.actor.teamId !== teamId }
        return
      }
      if (isFirst) continue
      yield { type: isNew ? 'changed' : 'heartbeat' }
      isNew = false
    }
  } finally {
    for (const stop of unsubscribe) stop()
  }
}
