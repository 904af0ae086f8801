import { personChannel } from '@/core/ports/live-events'
import type { Context } from '@/services/context'

/** Says that a person's sessions are not what they were, so that pages they have open end at once. After the commit. */
export const tellPerson = (ctx: Pick<Context, 'live'>, userId: string): Promise<void> =>
  ctx.live.publish(personChannel(userId), { kind: 'access' })
