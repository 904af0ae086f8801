import { systemActor } from '@/core/access/actor'
import { conflict } from '@/core/errors'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context } from '@/services/context'
import { findByEmail } from './find-by-email'

/**
 * Makes somebody an operator of the instance: for whoever is at its machine. Says in the audit log of each of their teams
 * that the platform did it. Throws conflict (no_such_person, no_team, is_operator).
 */
export const nameOperator = (
  ctx: Pick<Context, 'instanceDb'>,
  { email }: { email: string },
): Promise<{ name: string }> =>
  ctx.instanceDb.$transaction(async (tx) => {
    const user = await findByEmail(tx, email)
    if (user.isOperator) throw conflict('is_operator', `${user.name} is an operator already. Nothing was changed.`)
    if (user.memberships.length === 0) {
      throw conflict(
        'no_team',
        `${user.name} is in no team, and an operator acts through one. Invite them into a team first; nothing was changed.`,
      )
    }
    await tx.user.update({ where: { id: user.id }, data: { isOperator: true } })
    for (const { teamId } of user.memberships) {
      await recordAuditEvent(tx, systemActor(teamId), {
        action: 'account.operator_on',
        target: { type: 'account', id: user.id, name: user.email },
      })
    }
    return { name: user.name }
  })
