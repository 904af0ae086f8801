import type { Context } from '@/services/context'

export interface SecurityView {
  hasPassword: boolean
  /** Since when; null while it is off. */
  secondFactorSince: string | null
  recoveryCodesLeft: number
  /** Other providers that sign this person in. */
  providers: string[]
  /** Teams that ask their members for a second factor. */
  askedBy: string[]
}

/** How a person signs in. */
export const readSecurity = async (
  ctx: Pick<Context, 'instanceDb'>,
  { userId }: { userId: string },
): Promise<SecurityView> => {
  const user = await ctx.instanceDb.user.findUniqueOrThrow({
    where: { id: userId },
    include: {
      identities: { select: { provider: true }, orderBy: { createdAt: 'asc' } },
      memberships: { where: { team: { requiresSecondFactor: true } }, select: { team: { select: { name: true } } } },
      _count: { select: { recoveryCodes: { where: { usedAt: null } } } },
    },
  })
  return {
    hasPassword: user.passwordHash !== null,
    secondFactorSince: user.totpEnabledAt?.toISOString() ?? null,
    recoveryCodesLeft: user._count.recoveryCodes,
    providers: user.identities.map(({ provider }) => provider),
    askedBy: user.memberships.map(({ team }) => team.name),
  }
}
