import type { State } from '@/core/monitors/standing'
import type { InstanceContext } from '@/services/context'

/** A monitor's turn, held until it is stored or the lease is over. */
export interface Claim {
  monitorId: string
  teamId: string
  sequence: number
  version: number
  dueAt: Date
  /** From then on it may be another's. */
  claimedUntil: Date
  state: State
  since: Date
  failures: number
  successes: number
  failingSince: Date | null
  changes: Date[]
  flapping: boolean
  lastCheckAt: Date | null
  lastCheck: unknown
}

/** A check that has not come back so long after its time was over, and its wait for its turn, died with its worker. */
const leaseMs = 10_000

/**
 * Claims what is due until `horizon`, at most `limit`, the most overdue first. Several workers share: what one of them has
 * claimed the others do not see, and a claim that was left behind is claimed anew when its lease is over. What is paused is
 * not claimed, should somebody have made it due as it was being paused.
 */
export const claimDue = async (
  { instanceDb, clock }: Pick<InstanceContext, 'instanceDb' | 'clock'>,
  { horizon, limit }: { horizon: Date; limit: number },
): Promise<Claim[]> => {
  const now = clock.now()
  const claims = await instanceDb.$queryRaw<Claim[]>`
    WITH due AS (
      SELECT "monitorId" FROM "MonitorWatch"
      WHERE "dueAt" <= ${horizon} AND ("claimedUntil" IS NULL OR "claimedUntil" < ${now})
      ORDER BY "dueAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED
    )
    UPDATE "MonitorWatch" w
    SET "sequence" = w."sequence" + 1,
        "claimedUntil" = GREATEST(w."dueAt", ${now}::timestamp(3))
          + (2 * m."timeoutMs" + ${leaseMs}) * interval '1 millisecond'
    FROM due JOIN "Monitor" m ON m."id" = due."monitorId" AND m."enabled"
    WHERE w."monitorId" = due."monitorId"
    RETURNING w."monitorId", w."teamId", w."sequence", m."version", w."dueAt", w."claimedUntil",
      w."state"::text AS "state", w."since", w."failures", w."successes", w."failingSince",
      COALESCE(w."changes", '{}') AS "changes", w."flapping", w."lastCheckAt", w."lastCheck"`
  // An UPDATE returns rows in any order, and whoever comes last may be left to wait once more.
  return claims.sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime())
}
