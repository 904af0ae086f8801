import { setTimeout as wait } from 'node:timers/promises'
import { differences } from './equality'
import type { ChaosInstance } from './instance'
import { lookAround, readRecorded } from './look'
import { now } from './now'
import type { FaultName } from './plan'
import { mayEndAs } from './strikes/all'
import type { Struck } from './strikes/strike'

const endsWithinMs = 30_000
const cancelWithinMs = 10_000
/** A deployment that takes longer is not waited for. */
const givenUpAfterMs = 90_000
/** The reconciler looks once a minute. */
const equalWithinMs = 75_000
const lateAfterMs = 5000
const lookEveryMs = 250

/** Waits until the deployment, and those asked for besides, have ended and drained; says what was amiss. */
export const awaitEnd = async (
  { truth }: ChaosInstance,
  { id, fault }: { id: string; fault: FaultName },
  strike: Struck,
): Promise<string[]> => {
  const problems: string[] = []
  const endOf = async (deploymentId: string, mayEnd: readonly string[], what: string): Promise<void> => {
    const row = await truth.until(deploymentId, givenUpAfterMs, (one) => one.finishedAt !== null)
    if (!row?.finishedAt) {
      problems.push(`${what} did not end within ${givenUpAfterMs / 1000} s`)
      return
    }
    const took = row.finishedAt.getTime() - strike.at
    const within = row.status === 'cancelled' ? cancelWithinMs : endsWithinMs
    if (took > within) problems.push(`${what} ended ${(took / 1000).toFixed(1)} s after the fault`)
    if (!mayEnd.includes(row.status)) {
      problems.push(`${what} ended as ${row.status}`)
    }
    const drained = await truth.until(deploymentId, givenUpAfterMs, (one) => one.drainState !== 'pending')
    if (!drained) problems.push(`${what} still drains`)
  }
  await endOf(id, mayEndAs[fault], 'it')
  for (const [index, further] of strike.further.entries()) {
    const isLast = index === strike.further.length - 1
    await endOf(further.id, isLast ? ['succeeded'] : ['superseded', 'succeeded'], `further deployment ${index + 1}`)
  }
  return problems
}

/** How long it took until all was as the database says; null with what is still not. */
export interface Equality {
  seconds: number | null
  left: readonly string[]
  /** What still differed after 5 s, where it was put right later. */
  late: readonly string[]
}

/** Looks until the containers, the proxies and the answers are as the database says, or the reconciler had its turn. */
export const awaitEquality = async (
  instance: ChaosInstance,
  releaseOf: (version: string) => string,
): Promise<Equality> => {
  const from = now()
  let late: readonly string[] = []
  for (;;) {
    const left = await differencesNow(instance, releaseOf).catch((error: unknown) => [
      `it could not be looked at: ${String(error)}`,
    ])
    const elapsed = now() - from
    if (left.length === 0) return { seconds: elapsed / 1000, left, late }
    if (elapsed > equalWithinMs) return { seconds: null, left, late: [] }
    if (elapsed > lateAfterMs && late.length === 0) late = left
    await wait(lookEveryMs)
  }
}

const differencesNow = async (instance: ChaosInstance, releaseOf: (version: string) => string): Promise<string[]> => {
  const recorded = await readRecorded(instance)
  return differences(recorded, await lookAround(instance, recorded, releaseOf))
}
