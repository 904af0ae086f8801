import type { Actor } from '@/core/access/actor'
import { forbidden, notFound } from '@/core/errors'
import type { Prisma } from '@/prisma/generated/client'
import type { Context } from '@/services/context'

interface Team {
  id: string
  name: string
  requiresSecondFactor: boolean
}

/** What is decided while nobody else changes who is in the team, or as what. */
export interface WithinTeam {
  /** Sees every team: each query names the team. */
  tx: Prisma.TransactionClient
  team: Team
  /** With the role of this moment: a change that went before counts. */
  actor: Actor
}

/**
 * Runs one change of people after the other: the team's row is locked until the transaction ends, which no scoped client
 * can do. Throws not_found when the team is gone, forbidden when the actor is no longer in it.
 */
export const withinTeam = <Result>(
  ctx: Pick<Context, 'instanceDb' | 'actor'>,
  work: (call: WithinTeam) => Promise<Result>,
): Promise<Result> =>
  ctx.instanceDb.$transaction(async (tx) => {
    const team = await lockTeam(tx, ctx.actor.teamId)
    if (!team) throw notFound('team')
    return work({ tx, team, actor: await actorNow(tx, ctx.actor) })
  })

/** The team, which stays as it is until the transaction ends; null if there is none. */
export const lockTeam = async (tx: Prisma.TransactionClient, teamId: string): Promise<Team | null> => {
  const [team] = await tx.$queryRaw<Team[]>`
    SELECT "id", "name", "requiresSecondFactor" FROM "Team" WHERE "id" = ${teamId} FOR UPDATE`
  return team ?? null
}

const actorNow = async (tx: Prisma.TransactionClient, actor: Actor): Promise<Actor> => {
  if (actor.type !== 'user') return actor
  const membership = await tx.membership.findUnique({
    where: { teamId_userId: { teamId: actor.teamId, userId: actor.id } },
    include: { apps: true },
  })
  if (!membership) throw forbidden('You are no longer in this team.')
  const { role, onlyListedApps, apps } = membership
  return { ...actor, role, appIds: onlyListedApps ? apps.map(({ appId }) => appId) : null }
}
