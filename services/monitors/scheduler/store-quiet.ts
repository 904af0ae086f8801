import type { InstanceContext } from '@/services/context'
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
    dueAt: one.dueAt.toISOString(),
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

/** Stores checks that change no state, all at once. Returns those whose claims were still held. */
export const storeQuiet = async (
  { instanceDb }: Pick<InstanceContext, 'instanceDb'>,
  outcomes: readonly Outcome[],
): Promise<Outcome[]> => {
  if (outcomes.length === 0) return []
  const rows = JSON.stringify(outcomes.map(rowOf))
  const stored = await instanceDb.$queryRaw<{ monitorId: string }[]>`
    WITH given AS (
      SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS one(
        "monitorId" text, "teamId" text, "sequence" int, "version" int, "at" timestamp(3), "dueAt" timestamp(3),
        "failures" int, "successes" int, "failingSince" timestamp(3), "changes" timestamp(3)[], "flapping" boolean,
        "lastCheck" jsonb, "tlsExpiresAt" timestamp(3), "missed" timestamp(3)[], "outcome" text, "statusCode" smallint,
        "error" text, "dnsMs" real, "connectMs" real, "tlsMs" real, "firstByteMs" real, "totalMs" real)
    ), held AS (
      UPDATE "MonitorWatch" w
      SET "failures" = given."failures", "successes" = given."successes", "failingSince" = given."failingSince",
          "changes" = given."changes", "flapping" = given."flapping", "lastCheckAt" = given."at",
          "lastCheck" = given."lastCheck", "tlsExpiresAt" = COALESCE(given."tlsExpiresAt", w."tlsExpiresAt"),
          "dueAt" = CASE WHEN w."dueAt" > given."at" THEN LEAST(w."dueAt", given."dueAt") ELSE given."dueAt" END,
          "claimedUntil" = NULL
      FROM given JOIN "Monitor" m ON m."id" = given."monitorId" AND m."version" = given."version"
      WHERE w."monitorId" = given."monitorId" AND w."sequence" = given."sequence"
      RETURNING w."monitorId"
    ), checked AS (
      INSERT INTO "MonitorCheck" ("teamId", "monitorId", "at", "outcome", "statusCode", "error", "dnsMs", "connectMs",
        "tlsMs", "firstByteMs", "totalMs")
      SELECT "teamId"::uuid, "monitorId"::uuid, "at", "outcome", "statusCode", "error", "dnsMs", "connectMs", "tlsMs",
        "firstByteMs", "totalMs"
      FROM given WHERE "monitorId" IN (SELECT "monitorId" FROM held)
      UNION ALL
      SELECT "teamId"::uuid, "monitorId"::uuid, missed, 'skipped', NULL, NULL, NULL, NULL, NULL, NULL, NULL
      FROM given, unnest("missed") AS missed WHERE "monitorId" IN (SELECT "monitorId" FROM held)
      ON CONFLICT DO NOTHING
    )
    SELECT "monitorId" FROM held`
  const held = new Set(stored.map(({ monitorId }) => monitorId))
  return outcomes.filter(({ monitor }) => held.has(monitor.id))
}
