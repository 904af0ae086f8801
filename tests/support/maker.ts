import type { PrismaClient } from '@/prisma/generated/client'

/** An owner of the team, and operator, of whom tokens are to be; always the same one for a team. */
export const makerIn = async (db: PrismaClient, teamId: string): Promise<string> => {
  const email = `maker-${teamId}@example.com`
  const data = { email, name: 'Maker', isOperator: true, emailVerifiedAt: new Date() }
  const { id } = await db.user.upsert({ where: { email }, create: data, update: {} })
  const member = { teamId, userId: id }
  await db.membership.upsert({ where: { teamId_userId: member }, create: { ...member, role: 'owner' }, update: {} })
  return id
}
