import { isFor } from '@/core/certificates/matching'
import { teamChannel } from '@/core/ports/live-events'
import type { Prisma } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { publishOutbox } from '@/services/outbox/publish-outbox'

interface Affected {
  appIds: string[]
  outboxIds: string[]
}

/**
 * Has the proxies told about every app of the team with a domain that one of these names is for, in the transaction that
 * changes a certificate. Apps that its author may not see are among them.
 */
export const writeAffected = async (
  tx: Prisma.TransactionClient,
  ctx: Context,
  names: readonly string[],
): Promise<Affected> => {
  const { teamId } = ctx.actor
  const domains = await ctx.instanceDb.domain.findMany({ where: { teamId }, select: { name: true, appId: true } })
  const appIds = [...new Set(domains.filter(({ name }) => isFor(names, name)).map(({ appId }) => appId))]
  const outboxIds: string[] = []
  for (const appId of appIds) {
    const row = await tx.outbox.create({ data: { teamId, topic: 'sync-domains', payload: { teamId, appId } } })
    outboxIds.push(row.id)
  }
  return { appIds, outboxIds }
}

/** After the commit: the work is handed over, and open pages are told. */
export const tellAffected = async (ctx: Context, { appIds, outboxIds }: Affected): Promise<void> => {
  for (const id of outboxIds) await publishOutbox(ctx, id)
  for (const appId of appIds) await ctx.live.publish(teamChannel(ctx.actor.teamId), { kind: 'app', appId })
}
