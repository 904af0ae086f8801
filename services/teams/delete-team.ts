import { assertMay } from '@/core/access/policy'
import { conflict, invalid } from '@/core/errors'
import { formatCountOf } from '@/core/format/number'
import { confirmSchema } from '@/core/teams/schema'
import { parseValues } from '@/core/validation'
import type { Prisma } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { assertOperatorStays } from '@/services/instance/assert-operator-stays'
import { tellPeople } from '@/services/members/tell-people'
import { withinTeam } from './within-team'

/**
 * Deletes the team with its people, monitors, channels and tokens, after its name was typed. Its apps and hosts go
 * first, each by its own way, as they have containers; its audit log stays. Throws invalid, and conflict (team_has_apps,
 * team_has_hosts, last_operator).
 */
export const deleteTeam: Service<{ confirm: string }, void> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'team.delete')
  const { confirm } = parseValues(confirmSchema, input)
  const userIds = await withinTeam(ctx, async ({ tx, team, actor }) => {
    assertMay(actor, 'team.delete')
    if (confirm !== team.name) {
      throw invalid([{ path: 'confirm', message: `Type “${team.name}” to show that this team is meant.` }])
    }
    await assertEmpty(tx, team.id)
    const members = await tx.membership.findMany({
      where: { teamId: team.id },
      select: { userId: true, user: { select: { isOperator: true } } },
    })
    if (members.some(({ user }) => user.isOperator)) await assertOperatorStays(tx, { teamId: team.id })
    await recordAuditEvent(tx, actor, {
      action: 'team.delete',
      target: { type: 'team', id: team.id, name: team.name },
      before: { members: members.length },
    })
    await deleteRows(tx, team.id, ctx.clock.now())
    return members.map(({ userId }) => userId)
  })
  await tellPeople(ctx, { teamId: ctx.actor.teamId, userIds })
}

const assertEmpty = async (tx: Prisma.TransactionClient, teamId: string): Promise<void> => {
  const apps = await tx.app.count({ where: { teamId } })
  if (apps > 0) {
    throw conflict(
      'team_has_apps',
      `The team still has ${formatCountOf(apps, 'app')}, and nobody could stop them any more. Delete them first; nothing was changed.`,
    )
  }
  const hosts = await tx.host.count({ where: { teamId } })
  if (hosts > 0) {
    throw conflict(
      'team_has_hosts',
      `The team still has ${formatCountOf(hosts, 'host')} with proxies on them. Remove them first; nothing was changed.`,
    )
  }
}

/** What does not go with the team's row by itself; tokens stay as revoked, for the audit log names them. */
const deleteRows = async (tx: Prisma.TransactionClient, teamId: string, now: Date): Promise<void> => {
  const where = { teamId }
  await tx.apiToken.updateMany({ where: { teamId, revokedAt: null }, data: { revokedAt: now } })
  await tx.monitorRollup.deleteMany({ where })
  await tx.monitorCheck.deleteMany({ where })
  await tx.statusPage.deleteMany({ where })
  await tx.maintenanceWindow.deleteMany({ where })
  await tx.monitor.deleteMany({ where })
  await tx.channel.deleteMany({ where })
  await tx.registry.deleteMany({ where })
  await tx.outbox.deleteMany({ where })
  await tx.idempotencyKey.deleteMany({ where })
  await tx.team.delete({ where: { id: teamId } })
}
