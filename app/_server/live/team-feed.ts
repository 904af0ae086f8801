import { teamChannel } from '@/core/ports/live-events'
import type { Context } from '@/services/context'
import { readSession } from '@/services/sessions/read-session'
import { Wake } from './wake'

const heartbeatMs = 20_000

/**
 * `changed` for whatever happens in the team, however much at once, and a heartbeat now and then. Ends when the person
 * is signed out, or no longer of the team.
 */
export async function* teamFeed(options: {
  ctx: Context
  sessionId: string
  signal: AbortSignal
}): AsyncGenerator<'changed' | 'heartbeat'> {
  const { ctx, sessionId, signal } = options
  const { teamId, ip } = ctx.actor
  const wake = new Wake()
  let isNew = false
  const unsubscribe = await ctx.live.subscribe(teamChannel(teamId), () => {
    isNew = true
    wake.wake()
  })
  try {
    while (!signal.aborted) {
      await wake.wait(heartbeatMs, signal)
      if (signal.aborted) return
      const session = await readSession(ctx, { sessionId, teamId, ip })
      if (session?.actor.teamId !== teamId) return
      yield isNew ? 'changed' : 'heartbeat'
      isNew = false
    }
  } finally {
    unsubscribe()
  }
}
