import { invalid } from '@/core/errors'
import type { MonitorDefinition } from '@/core/monitors/schema'
import { Prisma } from '@/prisma/generated/client'
import type { Context, DatabaseOrTransaction } from '@/services/context'
import { sealRequest } from './monitor-definition'
import { shownRequest } from './shown-request'

/** When a monitor that is paused is due. */
export const never = new Date('9999-12-31T00:00:00Z')

/** The row of a definition, its secrets sealed for this id. */
export const rowOf = (ctx: Context, id: string, definition: MonitorDefinition) => {
  const { channelIds, headers, body, auth, keyword, ...plain } = definition
  const request = { headers, body, auth }
  return {
    ...plain,
    keyword: keyword ?? Prisma.DbNull,
    requestSealed: sealRequest(ctx, id, request),
    requestShown: { ...shownRequest(request) },
  }
}

/** What the audit log says of a definition. */
export const audited = ({ headers, body, auth, ...plain }: MonitorDefinition) => ({
  ...plain,
  ...shownRequest({ headers, body, auth }),
})

/** Throws invalid for an app or a channel that is not the team's. */
export const assertReferences = async (
  db: DatabaseOrTransaction,
  { appId, channelIds }: Pick<MonitorDefinition, 'appId' | 'channelIds'>,
): Promise<void> => {
  const [app, channels] = await Promise.all([
    appId === null ? null : db.app.findFirst({ where: { id: appId, deletedAt: null }, select: { id: true } }),
    db.channel.findMany({ where: { id: { in: channelIds } }, select: { id: true } }),
  ])
  const known = new Set(channels.map(({ id }) => id))
  const faults = [
    ...(appId !== null && !app ? [{ path: 'appId', message: 'There is no such app.' }] : []),
    ...channelIds.flatMap((id, index) =>
      known.has(id) ? [] : [{ path: `channelIds.${index}`, message: 'There is no such channel.' }],
    ),
  ]
  if (faults.length > 0) throw invalid(faults)
}

/** The channels of a monitor, as a whole. */
export const setChannels = async (
  tx: DatabaseOrTransaction,
  { teamId, monitorId, channelIds }: { teamId: string; monitorId: string; channelIds: readonly string[] },
): Promise<void> => {
  await tx.monitorChannel.deleteMany({ where: { monitorId } })
  await tx.monitorChannel.createMany({
    data: [...new Set(channelIds)].map((channelId) => ({ teamId, monitorId, channelId })),
  })
}
