import type { Service } from '@/services/context'

export interface SessionView {
  id: string
  userAgent: string
  ip: string
  /** password, mail, oidc, github. */
  method: string
  createdAt: string
  lastSeenAt: string
}

/** Where the actor is signed in, last used first. */
export const listSessions: Service<Record<string, never>, SessionView[]> = async ({ ctx }) => {
  const rows = await ctx.instanceDb.session.findMany({
    where: { userId: ctx.actor.id, revokedAt: null, awaitsSecondFactor: false, expiresAt: { gt: ctx.clock.now() } },
    orderBy: { lastSeenAt: 'desc' },
    take: 100,
  })
  return rows.map((row) => ({
    id: row.id,
    userAgent: row.userAgent,
    ip: row.ip,
    method: row.method,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
  }))
}
