import type { Role } from '@/core/access/actor'
import { roleAtLeast } from '@/core/access/policy'
import type { Context, DatabaseOrTransaction } from '@/services/context'

/** What somebody, or something, may do in a team now. */
export interface Rights {
  role: Role
  isOperator: boolean
  /** null: all apps. */
  appIds: readonly string[] | null
}

type RightsContext = Pick<Context, 'clock'> & { instanceDb: DatabaseOrTransaction }

/**
 * What whoever made something for programs may do now. Null: nothing, as they are no longer of the team, or as it was
 * made with a token that was revoked or has expired.
 */
export const rightsOfMaker = async (
  ctx: RightsContext,
  { teamId, createdBy }: { teamId: string; createdBy: string },
): Promise<Rights | null> => {
  const user = await ctx.instanceDb.user.findUnique({
    where: { id: createdBy },
    select: { isOperator: true, memberships: { where: { teamId }, include: { apps: true } } },
  })
  if (!user) return rightsOfToken(ctx, { teamId, id: createdBy })
  const [membership] = user.memberships
  if (!membership) return null
  const { role, onlyListedApps, apps } = membership
  return { role, isOperator: user.isOperator, appIds: onlyListedApps ? apps.map(({ appId }) => appId) : null }
}

/** A token that reads metrics makes nothing. */
const rightsOfToken = async (ctx: RightsContext, which: { teamId: string; id: string }): Promise<Rights | null> => {
  const token = await ctx.instanceDb.apiToken.findFirst({ where: which, include: { apps: true } })
  if (!token || token.role === 'metrics' || !isInForce(token, ctx.clock.now())) return null
  const maker = await rightsOfMaker(ctx, token)
  if (!maker) return null
  const appIds = token.onlyListedApps ? token.apps.map(({ appId }) => appId) : null
  return within({ role: token.role, isOperator: token.isOperator, appIds }, maker)
}

/** Whether it is neither revoked nor over. */
export const isInForce = (token: { revokedAt: Date | null; expiresAt: Date | null }, now: Date): boolean =>
  token.revokedAt === null && (token.expiresAt === null || token.expiresAt > now)

/** Never more than whoever made it. */
export const within = (own: Rights, maker: Rights): Rights => {
  // An operator has no roles above them, a token of theirs has: one that is only to read must not hand out hosts.
  const role = roleAtLeast(maker.role, own.role) ? own.role : maker.role
  const isOperator = own.isOperator && maker.isOperator && roleAtLeast(role, 'admin')
  return { role, isOperator, appIds: both(own.appIds, maker.appIds) }
}

const both = (one: Rights['appIds'], other: Rights['appIds']): Rights['appIds'] => {
  if (one === null || other === null) return one ?? other
  return one.filter((appId) => other.includes(appId))
}
