import { teamChannel } from '@/core/ports/live-events'
import type { Context } from '@/services/context'
import { readSession } from '@/services/sessions/read-session'
import { sseFrame } from './sse'
import { Wake } from './wake'

const heartbeatMs = 20_000

/** One `changed` for whatever happens in the team, until the client has gone or is signed out. */
export async function* teamChanges(options: {
  ctx: Context
  sessionId: string
  signal: AbortSignal
}): AsyncGenerator<string> {
  const { ctx, sessionId, signal } = options
  const { teamId, ip } = ctx.actor
  const wake = new Wake()
  let isNew = false
  const unsubscribe = await ctx.live.subscribe(teamChannel(teamId), () => {
    isNew = true
    wake.wake()
  })
  try {
    yield 'retry: 1000\n\n'
    while (!signal.aborted) {
      await wake.wait(heartbeatMs, signal)
      if (isNew) {
        isNew = false
        yield sseFrame('changed', {})
      } else {
        if (!(await readSession(ctx, { sessionId, teamId, ip }))) return
        yield ': still here\n\n'
      }
    }
  } finally {
    unsubscribe()
  }
}
