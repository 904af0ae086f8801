import { systemActor } from '@/core/access/actor'
import { conflict } from '@/core/errors'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context } from '@/services/context'
import { assertOperatorStays } from './assert-operator-stays'
import { findByEmail } from './find-by-email'

/**
 * Makes somebody an operator no more, as do their tokens from the next call on. Says so in the audit log of each of their
 * teams. Throws conflict (no_such_person, is_no_operator, last_operator).
 */
export const dismissOperator = (
  ctx: Pick<Context, 'instanceDb'>,
  { email }: { email: string },
): Promise<{ name: string }> =>
  ctx.instanceDb.$transaction(async (tx) => {
    const user = await findByEmail(tx, email)
    if (!user.isOperator) throw conflict('is_no_operator', `${user.name} is no operator. Nothing was changed.`)
    await assertOperatorStays(tx, { userId: user.id })
    await tx.user.update({ where: { id: user.id }, data: { isOperator: false } })
    for (const { teamId } of user.memberships) {
      await recordAuditEvent(tx, systemActor(teamId), {
        action: 'account.operator_off',
        target: { type: 'account', id: user.id, name: user.email },
      })
    }
    return { name: user.name }
  })
