import type { Actor } from '@/core/access/actor'
import type { Action, OperatorAction } from '@/core/access/policy'
import type { Prisma } from '@/prisma/generated/client'
import type { DatabaseOrTransaction } from '@/services/context'

/** What no role is asked for: what somebody does about themselves, and what the platform does. */
type OtherAction =
  | 'instance.restore'
  | 'backup.fail'
  | 'session.create'
  | 'session.delete'
  | 'session.second_factor_failed'
  | 'app.repair'
  | 'team.create'
  | 'invitation.accept'
  | 'account.delete'
  | 'account.name_change'
  | 'account.password_change'
  | 'account.password_reset'
  | 'account.second_factor_on'
  | 'account.second_factor_off'
  | 'account.recovery_codes'
  | 'account.address_proof'
  | 'account.identity_link'
  | 'account.identity_unlink'
  | 'account.operator_on'
  | 'account.operator_off'

/**
 * Writes who did what, in the transaction that does it. `before` and `after` are what may be shown: callers leave
 * secrets out (env by names only).
 */
export const recordAuditEvent = async (
  tx: DatabaseOrTransaction,
  actor: Actor,
  event: {
    action: Action | OperatorAction | OtherAction
    target: { type: string; id: string; name: string }
    before?: Prisma.InputJsonValue
    after?: Prisma.InputJsonValue
  },
): Promise<void> => {
  await tx.auditEvent.create({
    data: {
      teamId: actor.teamId,
      actorType: actor.type,
      actorId: actor.id,
      actorName: actor.name,
      action: event.action,
      targetType: event.target.type,
      targetId: event.target.id,
      targetName: event.target.name,
      ...(event.before === undefined ? {} : { before: event.before }),
      ...(event.after === undefined ? {} : { after: event.after }),
      ip: actor.ip,
    },
  })
}
