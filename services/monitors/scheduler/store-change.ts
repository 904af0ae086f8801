import { flapWindowMs } from '@/core/monitors/standing'
import type { Prisma } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'
import { applyToIncident } from '@/services/incidents/apply-to-incident'
import { changePeriod } from '../pause-watch'
import { keptCheck, type Outcome } from './finished-check'

const dateOf = (ms: number | null): Date | null => (ms === null ? null : new Date(ms))

/**
 * Stores a check that changes its monitor's incident, with the period that begins, its incident and what is to be told. False
 * where the claim is no longer held.
 */
export const storeChange = (ctx: Pick<InstanceContext, 'instanceDb' | 'clock'>, one: Outcome): Promise<boolean> =>
  ctx.instanceDb.$transaction(async (tx) => {
    const { claim, monitor, standing, check, at } = one
    if ((await tx.monitor.count({ where: { id: monitor.id, version: claim.version } })) === 0) return false
    const held = await tx.monitorWatch.updateMany({
      where: { monitorId: monitor.id, sequence: claim.sequence },
      data: {
        state: standing.state,
        since: new Date(standing.since),
        failures: standing.failures,
        successes: standing.successes,
        failingSince: dateOf(standing.failingSince),
        changes: standing.changes.map((change) => new Date(change)),
        flapping: standing.flapping,
        lastCheckAt: at,
        lastCheck: keptCheck(one),
        ...(check.tlsExpiresAt === null ? {} : { tlsExpiresAt: check.tlsExpiresAt }),
        dueAt: one.dueAt,
        claimedUntil: null,
      },
    })
    if (held.count === 0) return false
    await tx.monitorCheck.createMany({ data: checkRows(one), skipDuplicates: true })
    if (one.unknown) await changePeriod(tx, monitor, 'pending', one.unknown.from)
    if (one.period) await changePeriod(tx, monitor, one.period.state, one.period.from)
    for (const step of one.steps) {
      const change =
        step.kind === 'opened'
          ? { ...step, openedAt: new Date(step.openedAt), reopenWithinMs: flapWindowMs(monitor.intervalSeconds) }
          : step
      await applyToIncident(tx, { monitor, change, now: ctx.clock.now() })
    }
    return true
  })

const checkRows = ({ monitor, check, at, missed }: Outcome): Prisma.MonitorCheckCreateManyInput[] => {
  const of = { teamId: monitor.teamId, monitorId: monitor.id }
  const { outcome, statusCode, error, phases } = check
  return [
    { ...of, at, outcome, statusCode, error, ...phases },
    ...missed.map((slot) => ({ ...of, at: slot, outcome: 'skipped' })),
  ]
}
