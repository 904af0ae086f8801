import type { PrismaClient } from '@/prisma/generated/client'

/** One row of everything that says who may do what, and of what is told to the outside. */
export const createSampleAccess = async (
  db: PrismaClient,
  team: { teamId: string; appId: string; name: string; membershipId: string; tokenId: string },
): Promise<void> => {
  const { teamId, appId, name, membershipId, tokenId } = team
  const inAWeek = new Date(Date.now() + 7 * 86_400_000)
  await db.membershipApp.create({ data: { teamId, membershipId, appId } })
  await db.apiTokenApp.create({ data: { teamId, tokenId, appId } })
  await db.invitation.create({
    data: { teamId, email: `new@${name}.test`, role: 'viewer', hash: name, invitedBy: name, expiresAt: inAWeek },
  })
  const hook = await db.deployHook.create({ data: { teamId, appId, name: 'ci', secretSealed: '', createdBy: name } })
  await db.deployHookDelivery.create({ data: { teamId, hookId: hook.id, deliveryId: 'one' } })
  await db.certificate.create({
    data: {
      teamId,
      name: 'shop',
      chain: '',
      keySealed: '',
      issuer: 'CN=Test',
      fingerprint: name,
      notBefore: new Date(),
      notAfter: inAWeek,
    },
  })
}
