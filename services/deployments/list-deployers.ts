import { assertMay } from '@/core/access/policy'
import type { Context, Service } from '@/services/context'

/** Who may have deployed: a person or a token of the team. */
export interface Deployer {
  id: string
  name: string
  type: 'user' | 'token'
}

/** More than anyone chooses from. */
const most = 100

/**
 * The team's people and tokens, by name, to narrow a history to one of them. Who sees some apps only is told who deployed
 * these.
 */
export const listDeployers: Service<Record<string, never>, Deployer[]> = async ({ ctx }) => {
  assertMay(ctx.actor, 'deployment.read')
  if (ctx.actor.appIds !== null) return deployersOf(ctx)
  const [members, tokens] = await Promise.all([
    ctx.db.membership.findMany({ select: { user: { select: { id: true, name: true } } }, take: most }),
    ctx.db.apiToken.findMany({
      where: { role: { in: ['owner', 'admin', 'developer'] } },
      select: { id: true, name: true },
      orderBy: { id: 'desc' },
      take: most,
    }),
  ])
  return [
    ...members.map(({ user }) => ({ ...user, type: 'user' as const })),
    ...tokens.map((token) => ({ ...token, type: 'token' as const })),
  ].sort((one, other) => one.name.localeCompare(other.name))
}

const deployersOf = async (ctx: Context): Promise<Deployer[]> => {
  const rows = await ctx.db.deployment.findMany({
    where: { actorType: { in: ['user', 'token'] } },
    distinct: ['actorId'],
    orderBy: { id: 'desc' },
    select: { actorId: true, actorName: true, actorType: true },
    take: most,
  })
  return rows
    .map(
      ({ actorId, actorName, actorType }): Deployer => ({
        id: actorId,
        name: actorName,
        type: actorType === 'token' ? 'token' : 'user',
      }),
    )
    .sort((one, other) => one.name.localeCompare(other.name))
}
