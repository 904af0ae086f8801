import type { Actor, Role } from '@/core/access/actor'
import type { Context } from '@/services/context'

export interface SignedIn {
  sessionId: string
  /** Acts for the chosen team, or the first the person belongs to. */
  actor: Actor
  email: string
  teams: { id: string; name: string; role: Role }[]
}

const seenEveryMs = 60_000

/**
 * Who is behind a browser's session, looked up at every request: null once it was revoked, has expired, or its person
 * has left every team. Rights are those of this moment.
 */
export const readSession = async (
  ctx: Pick<Context, 'instanceDb' | 'clock'>,
  input: { sessionId: string; teamId?: string; ip: string | null },
): Promise<SignedIn | null> => {
  const now = ctx.clock.now()
  const session = await ctx.instanceDb.session.findUnique({
    where: { id: input.sessionId, revokedAt: null, expiresAt: { gt: now } },
    include: { user: { include: { memberships: { include: { team: true }, orderBy: { createdAt: 'asc' } } } } },
  })
  if (!session) return null
  const { user } = session
  const membership = user.memberships.find(({ teamId }) => teamId === input.teamId) ?? user.memberships[0]
  if (!membership) return null
  if (now.getTime() - session.lastSeenAt.getTime() > seenEveryMs) {
    await ctx.instanceDb.session.updateMany({
      where: { id: session.id, lastSeenAt: session.lastSeenAt },
      data: { lastSeenAt: now },
    })
  }
  const { teamId, role } = membership
  return {
    sessionId: session.id,
    actor: { type: 'user', id: user.id, name: user.name, teamId, role, isOperator: user.isOperator, ip: input.ip },
    email: user.email,
    teams: user.memberships.map(({ team, role: own }) => ({ id: team.id, name: team.name, role: own })),
  }
}
