import { systemActor } from '@/core/access/actor'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context } from '@/services/context'

/**
 * Turns off the second factor of somebody who has lost it with all recovery codes: for the operator, at the machine. Says
 * in the audit log of each of their teams that the platform did it. `null`: nobody has that address, or no second factor.
 */
export const withdrawSecondFactor = (
  ctx: Pick<Context, 'instanceDb'>,
  { email }: { email: string },
): Promise<{ name: string } | null> =>
  ctx.instanceDb.$transaction(async (tx) => {
    const user = await tx.user.findUnique({
      where: { email: email.trim().toLowerCase(), totpEnabledAt: { not: null } },
      include: { memberships: { select: { teamId: true } } },
    })
    if (!user) return null
    const { id, name } = user
    await tx.user.update({ where: { id }, data: { totpSealed: null, totpEnabledAt: null, totpLastStep: null } })
    await tx.recoveryCode.deleteMany({ where: { userId: id } })
    for (const { teamId } of user.memberships) {
      await recordAuditEvent(tx, systemActor(teamId), {
        action: 'account.second_factor_off',
        target: { type: 'account', id, name: user.email },
      })
    }
    return { name }
  })
