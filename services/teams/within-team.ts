import type { Actor } from '@/core/access/actor'
import { forbidden, notFound } from '@/core/errors'
import type { Prisma } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { holdToken } from '@/services/tokens/hold-token'
import { refusedToken } from '@/services/tokens/refused-token'
import { rightsOfMaker } from '@/services/tokens/rights-of-maker'

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
  /** With the rights of this moment: a change that went before counts. */
  actor: Actor
}

/**
 * Runs one change of people after the other: the team's row is locked until the transaction ends, which no scoped client
 * can do. Throws not_found when the team is gone, forbidden when the actor is no longer in it, and unauthenticated for a
 * token that has ended.
 */
export const withinTeam = <Result>(
  ctx: Pick<Context, 'instanceDb' | 'actor' | 'clock'>,
  work: (call: WithinTeam) => Promise<Result>,
): Promise<Result> =>
  ctx.instanceDb.$transaction(async (tx) => {
    const team = await lockTeam(tx, ctx.actor.teamId)
    if (!team) throw notFound('team')
    return work({ tx, team, actor: await actorNow(tx, ctx) })
  })

/** The team, which stays as it is until the transaction ends; null if there is none. */
export const lockTeam = async (tx: Prisma.TransactionClient, teamId: string): Promise<Team | null> => {
  const [team] = await tx.$queryRaw<Team[]>`
    SELECT "id", "name", "requiresSecondFactor" FROM "Team" WHERE "id" = ${teamId} FOR UPDATE`
  return team ?? null
}

/** Who called may have waited long for the team's row. */
const actorNow = async (
  tx: Prisma.TransactionClient,
  { actor, clock }: Pick<Context, 'actor' | 'clock'>,
): Promise<Actor> => {
  const { type, id, teamId } = actor
  if (type !== 'user' && type !== 'token') return actor
  // A token is revoked without the team's turn.
  if (type === 'token') await holdToken(tx, id)
  // What they may hand out is what they may.
  const rights = await rightsOfMaker({ instanceDb: tx, clock }, { teamId, createdBy: id })
  if (!rights) throw type === 'token' ? refusedToken() : forbidden('You are no longer in this team.')
  return { ...actor, ...rights }
}
