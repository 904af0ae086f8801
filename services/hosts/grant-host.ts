import { assertOperator } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import { teamChannel } from '@/core/ports/live-events'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { type HostGrantView, hostGrantViews } from './host-grant-view'

/**
 * Lets a team place apps on a host, which stays its owner's: the team sees that it is there and how it stands, and
 * nothing of what others run on it. Safe to repeat. Throws forbidden and not_found (host, team).
 */
export const grantHost: Service<{ hostId: string; teamId: string }, HostGrantView> = async ({ ctx, input }) => {
  assertOperator(ctx.actor, 'let a team use a host')
  const { hostId, teamId } = input
  const view = await ctx.instanceDb.$transaction(async (tx) => {
    const host = await tx.host.findUnique({ where: { id: hostId } })
    if (!host) throw notFound('host')
    const team = await tx.team.findUnique({ where: { id: teamId }, select: { id: true, name: true } })
    if (!team) throw notFound('team')
    const { count } = await tx.hostGrant.createMany({ data: [{ hostId, teamId }], skipDuplicates: true })
    if (count > 0) {
      await recordAuditEvent(tx, ctx.actor, {
        action: 'host.grant',
        target: { type: 'host', id: hostId, name: host.name },
        after: { teamId, teamName: team.name },
      })
    }
    const [granted] = await hostGrantViews(tx, host, [team])
    return granted
  })
  if (!view) throw notFound('team')
  await ctx.live.publish(teamChannel(teamId), { hostId })
  return view
}
