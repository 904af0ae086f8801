import { assertOperator } from '@/core/access/policy'
import { conflict, notFound } from '@/core/errors'
import { teamChannel } from '@/core/ports/live-events'
import type { Prisma } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { engineOf } from '@/services/deployments/run'

/**
 * Takes a team off a host on which no app of it has a place any more, and its network there away. Safe to repeat. Throws
 * forbidden, not_found (host, team), and conflict (host_in_use, own_host).
 */
export const revokeHost: Service<{ hostId: string; teamId: string }, void> = async ({ ctx, input }) => {
  assertOperator(ctx.actor, 'take a team off a host')
  const { hostId, teamId } = input
  const host = await ctx.instanceDb.$transaction(async (tx) => {
    const found = await tx.host.findUnique({ where: { id: hostId } })
    if (!found) throw notFound('host')
    const team = await tx.team.findUnique({ where: { id: teamId }, select: { name: true } })
    if (!team) throw notFound('team')
    if (found.teamId === teamId) {
      throw conflict('own_host', `${found.name} is the team’s own; remove the host itself to take the team off it.`)
    }
    // Locks the grant: an app that is being placed there comes before, and is seen, or after, and finds none.
    await tx.$queryRaw`SELECT 1 FROM "HostGrant" WHERE "hostId" = ${hostId} AND "teamId" = ${teamId} FOR UPDATE`
    await assertUnused(tx, { hostId, teamId, host: found.name, team: team.name })
    await tx.replica.deleteMany({ where: { hostId, teamId, state: 'gone' } })
    const { count } = await tx.hostGrant.deleteMany({ where: { hostId, teamId } })
    if (count > 0) {
      await recordAuditEvent(tx, ctx.actor, {
        action: 'host.revoke',
        target: { type: 'host', id: hostId, name: found.name },
        before: { teamId, teamName: team.name },
      })
    }
    return found
  })
  await ctx.live.publish(teamChannel(teamId), { hostId })
  await engineOf(ctx, host)
    .engine.removeNetwork(teamId)
    .catch((error: unknown) => {
      ctx.log.warn({ error: String(error), hostId, teamId }, 'the network of a team stays behind')
    })
}

const assertUnused = async (
  tx: Prisma.TransactionClient,
  of: { hostId: string; teamId: string; host: string; team: string },
): Promise<void> => {
  const { hostId, teamId, host, team } = of
  const places = await tx.appHost.findMany({
    where: { hostId, teamId },
    select: { app: { select: { name: true } } },
    orderBy: { id: 'asc' },
    take: 4,
  })
  if (places.length === 0) return
  const names = places.slice(0, 3).map((place) => place.app.name)
  const list = `${names.join(', ')}${places.length > names.length ? ' and more' : ''}`
  throw conflict('host_in_use', `Apps of ${team} are placed on ${host} (${list}); the team has to delete them first.`)
}
