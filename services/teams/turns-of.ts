import type { Prisma } from '@/prisma/generated/client'
import { type MemberRow, memberInclude } from '@/services/members/member-view'
import { lockTeam } from './within-team'

/** A person's memberships, their teams locked in one order, so that two such changes never wait for each other. */
export const turnsOf = async (tx: Prisma.TransactionClient, userId: string): Promise<MemberRow[]> => {
  const teams = await tx.membership.findMany({
    where: { userId },
    select: { teamId: true },
    orderBy: { teamId: 'asc' },
  })
  for (const { teamId } of teams) await lockTeam(tx, teamId)
  return tx.membership.findMany({ where: { userId }, include: memberInclude })
}
