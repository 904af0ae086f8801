import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { DatabaseOrTransaction } from '@/services/context'

type Event = Parameters<typeof recordAuditEvent>[2]

/** Writes what somebody did about their own account into the audit log of every team that they belong to. */
export const recordForPerson = async (
  tx: DatabaseOrTransaction,
  who: { userId: string; ip: string | null },
  event: Omit<Event, 'target'> & { target?: Event['target'] },
): Promise<void> => {
  const { id, name, email, isOperator, memberships } = await tx.user.findUniqueOrThrow({
    where: { id: who.userId },
    include: { memberships: { select: { teamId: true, role: true } } },
  })
  const target = event.target ?? { type: 'account', id, name: email }
  for (const { teamId, role } of memberships) {
    const actor = { type: 'user', id, name, isOperator, teamId, role, appIds: null, ip: who.ip } as const
    await recordAuditEvent(tx, actor, { ...event, target })
  }
}
