import type { QuotaKind, Quotas } from '@/core/quotas/quota'
import type { Team } from '@/prisma/generated/client'
import type { Context, DatabaseOrTransaction } from '@/services/context'

type TeamQuotas = Pick<Team, 'quotaApps' | 'quotaMonitors' | 'quotaLogBytes'>

/** What is set for the team, and where nothing is, for the instance. */
export const limitsOf = (usual: Quotas, team: TeamQuotas): Quotas => ({
  apps: team.quotaApps ?? usual.apps,
  monitors: team.quotaMonitors ?? usual.monitors,
  logBytes: team.quotaLogBytes === null ? usual.logBytes : Number(team.quotaLogBytes),
})

/** What the actor's team may have. */
export const readLimits = async (ctx: Pick<Context, 'actor' | 'instance' | 'instanceDb'>): Promise<Quotas> => {
  const team = await ctx.instanceDb.team.findUniqueOrThrow({
    where: { id: ctx.actor.teamId },
    select: { quotaApps: true, quotaMonitors: true, quotaLogBytes: true },
  })
  return limitsOf(ctx.instance.quotas, team)
}

/** How many there are; logs as of when they were last measured. */
export const countOf: Record<QuotaKind, (db: DatabaseOrTransaction, teamId: string) => Promise<number>> = {
  apps: (db, teamId) => db.app.count({ where: { teamId, deletedAt: null } }),
  monitors: (db, teamId) => db.monitor.count({ where: { teamId } }),
  logBytes: async (db, teamId) =>
    (await db.deployment.aggregate({ where: { teamId }, _sum: { logBytes: true } }))._sum.logBytes ?? 0,
}
