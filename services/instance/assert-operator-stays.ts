import { conflict } from '@/core/errors'
import type { Prisma } from '@/prisma/generated/client'

/**
 * Before memberships of an operator end, or their rights do: an operator acts through a team, and somebody has to be
 * left who does. After the teams' rows are locked, so that two such changes never wait for each other. Throws conflict
 * (last_operator).
 */
export const assertOperatorStays = async (
  tx: Prisma.TransactionClient,
  going: Prisma.MembershipWhereInput,
): Promise<void> => {
  await tx.$queryRaw`SELECT "id" FROM "User" WHERE "isOperator" ORDER BY "id" FOR NO KEY UPDATE`
  if ((await tx.membership.count({ where: { user: { isOperator: true }, NOT: going } })) > 0) return
  throw conflict(
    'last_operator',
    'Nobody would be left who is an operator of this instance and in a team: its hosts and settings could be managed by nobody. Name another operator first, at its machine: bin/gapless operator EMAIL. Nothing was changed.',
  )
}
