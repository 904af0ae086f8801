import { assertMay, whyNot } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { findByRollbackLink } from './find-by-rollback-link'
import { type RollbackTarget, rollbackTarget } from './rollback-target'

export interface RollbackOffer {
  incident: { id: string; monitorName: string; status: 'open' | 'acknowledged' | 'resolved'; cause: string }
  target: RollbackTarget
  /** The deployment that the incident was gone back by already; null where it was not. */
  rollbackId: string | null
  /** Why whoever looks may not press the button; null if they may. */
  refusal: string | null
}

/** What pressing the button behind a rollback link would do. Changes nothing. Throws not_found and conflict. */
export const openRollbackLink: Service<{ incidentId: string; token: string }, RollbackOffer> = async ({
  ctx,
  input,
}) => {
  assertMay(ctx.actor, 'incident.read')
  const { id, status, cause, monitor, ...incident } = await findByRollbackLink(ctx, input)
  return {
    incident: { id, monitorName: monitor.name, status, cause },
    target: await rollbackTarget(ctx.db, incident),
    rollbackId: incident.rollbackId,
    refusal: whyNot(ctx.actor, 'deployment.start'),
  }
}
