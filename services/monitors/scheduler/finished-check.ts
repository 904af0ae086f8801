import { z } from 'zod'
import { type Check, checkSchema } from '@/core/monitors/check'
import { deployTailMs, intervalFor, nextSlot, slotsBetween, unknownAfterMs } from '@/core/monitors/schedule'
import { afterCheck, type IncidentStep, type Standing } from '@/core/monitors/standing'
import type { Monitor } from '@/prisma/generated/client'
import type { Claim } from './claim-due'

/** A check that came back. */
export interface Finished {
  claim: Claim
  monitor: Monitor
  check: Check
  at: Date
}

/** The last check as it is kept with the monitor, and the last one that counted. */
const keptSchema = checkSchema.extend({
  inMaintenance: z.boolean().default(false),
  counted: checkSchema.shape.code.optional(),
})

/** Whether a monitor's last check was made in maintenance, so that its standing says nothing about it. */
export const wasMadeInMaintenance = (lastCheck: unknown): boolean =>
  keptSchema.safeParse(lastCheck).data?.inMaintenance ?? false

const lastCodeOf = (lastCheck: unknown): Check['code'] => {
  const { code = null, counted = code } = keptSchema.safeParse(lastCheck).data ?? {}
  return counted
}

/** What storing a check writes. */
export interface Outcome extends Finished {
  standing: Standing
  steps: readonly IncidentStep[]
  inMaintenance: boolean
  dueAt: Date
  /** Slots that passed before the check was made. */
  missed: readonly Date[]
  /** The period that begins, and what was not known before it. */
  period: { state: string; from: Date } | null
  unknown: { from: Date; to: Date } | null
}

const mostMissed = 100

const standingOf = (claim: Claim): Standing => ({
  state: claim.state,
  since: claim.since.getTime(),
  failures: claim.failures,
  successes: claim.successes,
  failingSince: claim.failingSince?.getTime() ?? null,
  changes: claim.changes.map((change) => change.getTime()),
  flapping: claim.flapping,
  // A monitor that has just been resumed keeps its last check to be shown; what it was about has ended with the pause.
  lastCode: claim.state === 'pending' ? null : lastCodeOf(claim.lastCheck),
})

/**
 * Failures that have made no outage yet do not add up with those after a time in which they were to be expected, or in
 * which nobody looked: nothing is known of what was in between.
 */
const withoutDoubt = (standing: Standing): Standing =>
  standing.state === 'down' ? standing : { ...standing, failures: 0, failingSince: null }

/** What a check means for its monitor, given whether it is in maintenance and its app being deployed. */
export const outcomeOf = (
  finished: Finished,
  now: { inMaintenance: boolean; isDeploying: boolean; at: Date },
): Outcome => {
  const { claim, monitor, check, at } = finished
  const unknown = unknownBefore(finished)
  const stands = standingOf(claim)
  const before = now.inMaintenance || unknown ? withoutDoubt(stands) : stands
  // What fails in maintenance was to be expected, and what works then may not work for users yet.
  const { standing, steps } = now.inMaintenance
    ? { standing: before, steps: [] }
    : afterCheck(before, check, at.getTime(), monitor)
  const interval = intervalFor(monitor, {
    isDeploying: now.isDeploying,
    isInDoubt: standing.failures > 0 && standing.state !== 'down' && !now.inMaintenance,
  })
  const wasInMaintenance = wasMadeInMaintenance(claim.lastCheck)
  const shown = now.inMaintenance ? 'maintenance' : standing.state
  const isOther = shown !== (wasInMaintenance ? 'maintenance' : before.state)
  const begun = now.inMaintenance || wasInMaintenance ? at : new Date(standing.since)
  return {
    ...finished,
    standing,
    steps,
    inMaintenance: now.inMaintenance,
    // A timer may be a moment early, and the slot that was claimed is done with.
    dueAt: new Date(nextSlot(monitor.id, interval, Math.max(now.at.getTime(), claim.dueAt.getTime()))),
    missed: missedBefore(finished),
    period: isOther || unknown ? { state: shown, from: unknown ? at : begun } : null,
    unknown,
  }
}

const missedBefore = ({ claim, monitor, at }: Finished): Date[] => {
  const interval = monitor.intervalSeconds
  const count = slotsBetween(interval, claim.dueAt.getTime(), at.getTime() - interval * 500)
  return Array.from(
    { length: Math.min(count, mostMissed) },
    (_, index) => new Date(claim.dueAt.getTime() + index * interval * 1000),
  )
}

const unknownBefore = ({ claim, monitor, at }: Finished): { from: Date; to: Date } | null => {
  const last = claim.lastCheckAt
  if (last === null || at.getTime() - last.getTime() < unknownAfterMs(monitor)) return null
  return { from: new Date(last.getTime() + monitor.intervalSeconds * 1000), to: at }
}

export const keptCheck = ({ check, inMaintenance, standing }: Outcome): z.infer<typeof keptSchema> => ({
  ...check,
  inMaintenance,
  counted: standing.lastCode,
})

/** Since when deployments count that have ended. */
export const deployedSince = (now: Date): Date => new Date(now.getTime() - deployTailMs)
