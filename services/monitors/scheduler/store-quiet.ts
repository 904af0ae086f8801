import type { DatabaseOrTransaction, InstanceContext } from '@/services/context'
import { type Begun, changePeriods } from '../change-periods'
import { keptCheck, type Outcome } from './finished-check'

/** A row of both statements, as JSON has it. */
const rowOf = (one: Outcome) => {
  const { claim, monitor, check, standing } = one
  return {
    monitorId: monitor.id,
    teamId: monitor.teamId,
    sequence: claim.sequence,
    version: claim.version,
    at: one.at.toISOString(),
    claimedDueAt: claim.dueAt.toISOString(),
    dueAt: one.dueAt.toISOString(),
    state: standing.state,
    since: new Date(standing.since).toISOString(),
    failures: standing.failures,
    successes: standing.successes,
    failingSince: standing.failingSince === null ? null : new Date(standing.failingSince).toISOString(),
    changes: standing.changes.map((change) => new Date(change).toISOString()),
    flapping: standing.flapping,
    lastCheck: keptCheck(one),
    tlsExpiresAt: check.tlsExpiresAt,
    missed: one.missed.map((at) => at.toISOString()),
    outcome: check.outcome,
    statusCode: check.statusCode,
    error: check.error,
    ...check.phases,
  }
}

/**
 * Stores checks that change nothing about incidents, all at once, with the periods that begin. Returns those whose claims
 * were still held.
 */
export const storeQuiet = async (
  { instanceDb }: Pick<InstanceContext, 'instanceDb'>,
  outcomes: readonly Outcome[],
): Promise<Outcome[]> => {
  if (outcomes.every(({ period, unknown }) => period === null && unknown === null)) return store(instanceDb, outcomes)
  return instanceDb.$transaction(async (tx) => {
    const stored = await store(tx, outcomes)
    await changePeriods(
      tx,
      stored.flatMap(({ monitor, unknown }) => (unknown ? begunOf(monitor, 'pending', unknown.from) : [])),
    )
    await changePeriods(
      tx,
      stored.flatMap(({ monitor, period }) => (period ? begunOf(monitor, period.state, period.from) : [])),
    )
    return stored
  })
}

const begunOf = ({ teamId, id }: Outcome['monitor'], state: string, from: Date): Begun => ({
  teamId,
  monitorId: id,
  state,
  from,
})

const store = async (db: DatabaseOrTransaction, outcomes: readonly Outcome[]): Promise<Outcome[]> => {
  if (outcomes.length === 0) return []
  const rows = JSON.stringify(outcomes.map(rowOf))
  const stored = await db.$queryRaw<{ monitorId: string; sequence: number }[]>`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS one(
        "monitorId" text, "teamId" text, "sequence" int, "version" int, "at" timestamp(3),
        "claimedDueAt" timestamp(3), "dueAt" timestamp(3), "state" "MonitorState", "since" timestamp(3), "failures" int, "successes" int, "failingSince" timestamp(3), "changes" timestamp(3)[], "flapping" boolean,
        "lastCheck" jsonb, "tlsExpiresAt" timestamp(3), "missed" timestamp(3)[], "outcome" text, "statusCode" smallint,
        "error" text, "dnsMs" real, "connectMs" real, "tlsMs" real, "firstByteMs" real, "totalMs" real)
    ), held AS (
      UPDATE "MonitorWatch" w
      SET "state" = given."state", "since" = given."since", "failures" = given."failures", "successes" = given."successes", "failingSince" = given."failingSince",
          "changes" = given."changes", "flapping" = given."flapping", "lastCheckAt" = given."at",
          "lastCheck" = given."lastCheck", "tlsExpiresAt" = COALESCE(given."tlsExpiresAt", w."tlsExpiresAt"),
          "dueAt" = CASE WHEN w."dueAt" = given."claimedDueAt" THEN given."dueAt"
            ELSE LEAST(w."dueAt", given."dueAt") END,
          "claimedUntil" = NULL
      FROM given JOIN "Monitor" m ON m."id" = given."monitorId" AND m."version" = given."version"
      WHERE w."monitorId" = given."monitorId" AND w."sequence" = given."sequence"
      RETURNING w."monitorId", w."sequence"
    ), checked AS (
      INSERT INTO "MonitorCheck" ("teamId", "monitorId", "at", "outcome", "statusCode", "error", "dnsMs", "connectMs",
        "tlsMs", "firstByteMs", "totalMs")
      SELECT "teamId"::uuid, "monitorId"::uuid, "at", "outcome", "statusCode", "error", "dnsMs", "connectMs", "tlsMs",
        "firstByteMs", "totalMs"
      FROM given JOIN held USING ("monitorId", "sequence")
      UNION ALL
      SELECT "teamId"::uuid, "monitorId"::uuid, slot, 'skipped', NULL, NULL, NULL, NULL, NULL, NULL, NULL
      FROM given JOIN held USING ("monitorId", "sequence"), unnest("missed") AS slot
      ON CONFLICT DO NOTHING
    )
    SELECT "monitorId", "sequence" FROM held`
  const held = new Map(stored.map(({ monitorId, sequence }) => [monitorId, sequence]))
  return outcomes.filter(({ claim }) => held.get(claim.monitorId) === claim.sequence)
}
