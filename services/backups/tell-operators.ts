import { teamChannel } from '@/core/ports/live-events'
import type { InstanceContext } from '@/services/context'

/** Has the open pages of the operators' teams read themselves again: backups are of no team. */
export const tellOperators = async ({
  instanceDb,
  live,
}: Pick<InstanceContext, 'instanceDb' | 'live'>): Promise<void> => {
  const teams = await instanceDb.membership.findMany({
    where: { user: { isOperator: true } },
    select: { teamId: true },
    distinct: ['teamId'],
  })
  for (const { teamId } of teams) await live.publish(teamChannel(teamId), { kind: 'backup' })
}
