import type { Prisma } from '@/prisma/generated/client'

/**
 * Keeps a token from being revoked until the transaction ends, with those that it was made with; where one is being
 * revoked, waits for that. Whoever revokes it later sees all that was made by then.
 */
export const holdToken = async (tx: Prisma.TransactionClient, id: string): Promise<void> => {
  const token = await tx.apiToken.findUnique({ where: { id }, select: { createdBy: true } })
  if (!token) return
  // The first one first, as deleteToken goes, so that neither ever waits for what waits for it.
  await holdToken(tx, token.createdBy)
  await tx.$queryRaw`SELECT 1 FROM "ApiToken" WHERE "id" = ${id} FOR SHARE`
}
