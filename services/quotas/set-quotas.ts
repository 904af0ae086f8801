import type { z } from 'zod'
import { assertOperator } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Quotas, quotaSchema } from '@/core/quotas/quota'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { limitsOf } from './team-quotas'

type Input = z.output<typeof quotaSchema> & { teamId: string }

/**
 * Sets what a team may have: the operator of the instance does, for any team. What is there already stays, however much it
 * is. Throws forbidden and not_found.
 */
export const setQuotas: Service<Input, Quotas> = async ({ ctx, input }) => {
  assertOperator(ctx.actor, 'say how much a team may have')
  const { teamId, apps, monitors, logBytes } = input
  return ctx.instanceDb.$transaction(async (tx) => {
    const before = await tx.team.findUnique({ where: { id: teamId } })
    if (!before) throw notFound('team')
    const team = await tx.team.update({
      where: { id: teamId },
      data: {
        ...(apps === undefined ? {} : { quotaApps: apps }),
        ...(monitors === undefined ? {} : { quotaMonitors: monitors }),
        ...(logBytes === undefined ? {} : { quotaLogBytes: logBytes === null ? null : BigInt(logBytes) }),
      },
    })
    const limits = limitsOf(ctx.instance.quotas, team)
    await recordAuditEvent(
      tx,
      { ...ctx.actor, teamId },
      {
        action: 'team.update',
        target: { type: 'team', id: teamId, name: team.name },
        before: limitsOf(ctx.instance.quotas, before),
        after: limits,
      },
    )
    return limits
  })
}
