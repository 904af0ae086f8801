import { assertMay } from '@/core/access/policy'
import { conflict, notFound } from '@/core/errors'
import { teamChannel } from '@/core/ports/live-events'
import type { Prisma } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context, Service } from '@/services/context'
import { claimEngine } from './claim-engine'
import { isEngineTaken } from './engine-taken'
import { hostTarget } from './host-target'

/**
 * Removes a host of the team's that no app uses, and its proxies if it can be reached and its engine is no other host's.
 * Teams that might have used it may no more. Throws not_found and conflict (host_in_use).
 */
export const deleteHost: Service<{ hostId: string }, void> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'host.delete')
  const own = await ctx.db.host.findUnique({ where: { id: input.hostId } })
  if (!own) throw notFound('host')
  const claimed = await claimEngine(ctx, own).catch((error: unknown) => asError(error))
  // Other teams may have apps there, so that this is the instance's to look at.
  const teams = await ctx.instanceDb.$transaction(async (tx) => {
    await assertUnused(ctx, tx, own)
    const grants = await tx.hostGrant.findMany({ where: { hostId: own.id }, select: { teamId: true } })
    await tx.replica.deleteMany({ where: { hostId: own.id, state: 'gone' } })
    await tx.host.delete({ where: { id: own.id } })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'host.delete',
      target: { type: 'host', id: own.id, name: own.name },
      before: { publicAddress: own.publicAddress },
    })
    return grants.map(({ teamId }) => teamId)
  })
  for (const teamId of teams) await ctx.live.publish(teamChannel(teamId), { hostId: own.id })
  const stayBehind = (error: unknown): void =>
    ctx.log.warn({ error: String(error), host: own.id }, 'the proxies of a removed host stay behind')
  if (isEngineTaken(claimed)) return
  if (claimed instanceof Error) return stayBehind(claimed)
  await ctx.traffic.removeProxies(hostTarget(claimed, ctx.instance.id, ctx.vault)).catch(stayBehind)
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

/** Names the team's own apps; of others only that there are some is for it to know. */
const assertUnused = async (
  ctx: Context,
  tx: Prisma.TransactionClient,
  host: { id: string; name: string },
): Promise<void> => {
  const places = await tx.appHost.findMany({
    where: { hostId: host.id },
    select: { teamId: true, app: { select: { name: true } } },
    orderBy: { id: 'asc' },
    take: 100,
  })
  const own = places.filter(({ teamId }) => teamId === ctx.actor.teamId)
  if (own.length > 0) {
    const names = own.slice(0, 3).map((place) => place.app.name)
    throw conflict('host_in_use', `Apps are placed on ${host.name} (${names.join(', ')}); move or delete them first.`)
  }
  if (places.length === 0) return
  throw conflict(
    'host_in_use',
    `Other teams have apps on ${host.name}; the operator of this instance has to have them moved first.`,
  )
}
