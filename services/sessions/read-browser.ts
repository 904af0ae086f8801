import type { Actor, Role } from '@/core/access/actor'
import type { Standing } from '@/core/access/sign-in'
import type { Prisma } from '@/prisma/generated/client'
import type { Context } from '@/services/context'

interface Person {
  id: string
  name: string
  email: string
  isOperator: boolean
  hasPassword: boolean
  hasSecondFactor: boolean
}

export interface Browser {
  sessionId: string
  standing: Standing
  person: Person
  teams: { id: string; name: string; role: Role }[]
  /** The team that is looked at: the chosen one, or the first the person belongs to. */
  team: { id: string; name: string } | null
  /** Who acts for it; null unless the standing is `open`. */
  actor: Actor | null
}

export interface BrowserInput {
  sessionId: string
  teamId?: string
  ip: string | null
}

const seenEveryMs = 60_000

const include = {
  user: { include: { memberships: { include: { team: true, apps: true }, orderBy: { createdAt: 'asc' } } } },
} satisfies Prisma.SessionInclude

/**
 * Who is behind a browser's session and how they stand, looked up at every request: null once the session was revoked or
 * has expired. Rights are those of this moment.
 */
export const readBrowser = async (
  ctx: Pick<Context, 'instanceDb' | 'clock'>,
  input: BrowserInput,
): Promise<Browser | null> => {
  const now = ctx.clock.now()
  const session = await ctx.instanceDb.session.findUnique({
    where: { id: input.sessionId, revokedAt: null, expiresAt: { gt: now } },
    include,
  })
  if (!session) return null
  if (now.getTime() - session.lastSeenAt.getTime() > seenEveryMs) {
    await ctx.instanceDb.session.updateMany({
      where: { id: session.id, lastSeenAt: session.lastSeenAt },
      data: { lastSeenAt: now },
    })
  }
  const { user, awaitsSecondFactor } = session
  const membership = user.memberships.find(({ teamId }) => teamId === input.teamId) ?? user.memberships[0]
  const standing = standingOf({ awaitsSecondFactor, hasSecondFactor: user.totpEnabledAt !== null, membership })
  return {
    sessionId: session.id,
    standing,
    person: {
      id: user.id,
      name: user.name,
      email: user.email,
      isOperator: user.isOperator,
      hasPassword: user.passwordHash !== null,
      hasSecondFactor: user.totpEnabledAt !== null,
    },
    // Until then it is not known to be this person.
    teams: awaitsSecondFactor ? [] : user.memberships.map(({ team, role }) => ({ id: team.id, name: team.name, role })),
    team: membership && !awaitsSecondFactor ? { id: membership.teamId, name: membership.team.name } : null,
    actor:
      membership && standing === 'open'
        ? {
            type: 'user',
            id: user.id,
            name: user.name,
            teamId: membership.teamId,
            role: membership.role,
            isOperator: user.isOperator,
            appIds: membership.onlyListedApps ? membership.apps.map(({ appId }) => appId) : null,
            ip: input.ip,
          }
        : null,
  }
}

const standingOf = (given: {
  awaitsSecondFactor: boolean
  hasSecondFactor: boolean
  membership: { team: { requiresSecondFactor: boolean } } | undefined
}): Standing => {
  if (given.awaitsSecondFactor) return 'second_factor'
  if (!given.membership) return 'no_team'
  return given.membership.team.requiresSecondFactor && !given.hasSecondFactor ? 'enrol' : 'open'
}
