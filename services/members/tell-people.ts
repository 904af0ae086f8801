import { personChannel, teamChannel } from '@/core/ports/live-events'
import type { Context } from '@/services/context'

/**
 * Says that people's rights have changed, so that what they have open ends or is read again at once. After the commit;
 * a message that is lost is made up for by the streams' own looks.
 */
export const tellPeople = async (
  ctx: Pick<Context, 'live'>,
  input: { teamId: string; userIds: readonly string[] },
): Promise<void> => {
  await ctx.live.publish(teamChannel(input.teamId), { kind: 'people' })
  for (const userId of input.userIds) await ctx.live.publish(personChannel(userId), { kind: 'access' })
}
