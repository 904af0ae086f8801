import { z } from 'zod'
import { type Check, checkSchema } from '@/core/monitors/check'
import { deployTailMs, intervalFor, nextSlot, slotsBetween } from '@/core/monitors/schedule'
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

/** A check that comes so many intervals late says nothing about the time before. */
const unknownAfter = 3
const leastUnknownMs = 3 * 60_000
const mostMissed = 100

const standingOf = (claim: Claim): Standing => ({
  state: claim.state,
  since: claim.since.getTime(),
  failures: claim.failures,
  successes: claim.successes,
  failingSince: claim.failingSince?.getTime() ?? null,
  changes: claim.changes.map((change) => change.getTime()),
  flapping: claim.flapping,
  lastCode: lastCodeOf(claim.lastCheck),
})

/** What a check means for its monitor, given whether it is in maintenance and its app being deployed. */
export const outcomeOf = (
  finished: Finished,
  now: { inMaintenance: boolean; isDeploying: boolean; at: Date },
): Outcome => {
  const { claim, monitor, check, at } = finished
  const before = standingOf(claim)
  // What fails in maintenance was to be expected, and what works then may not work for users yet.
  const { standing, steps } = now.inMaintenance
    ? { standing: before, steps: [] }
    : afterCheck(before, check, at.getTime(), monitor)
  const interval = intervalFor(monitor, {
    isDeploying: now.isDeploying,
    isInDoubt: standing.failures > 0 && standing.state !== 'down' && !now.inMaintenance,
  })
  const wasInMaintenance = keptSchema.safeParse(claim.lastCheck).data?.inMaintenance ?? false
  const unknown = unknownBefore(finished)
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
  const intervalMs = monitor.intervalSeconds * 1000
  const last = claim.lastCheckAt
  if (last === null || at.getTime() - last.getTime() < Math.max(leastUnknownMs, unknownAfter * intervalMs)) return null
  return { from: new Date(last.getTime() + intervalMs), to: at }
}

export const keptCheck = ({ check, inMaintenance, standing }: Outcome): z.infer<typeof keptSchema> => ({
  ...check,
  inMaintenance,
  counted: standing.lastCode,
})

/** Since when deployments count that have ended. */
export const deployedSince = (now: Date): Date => new Date(now.getTime() - deployTailMs)
