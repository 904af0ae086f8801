import type { ToldIncident } from '@/core/deliveries/message'
import { isWarning, warningCode } from '@/core/incidents/causes'
import type { InstanceContext } from '@/services/context'
import { togetherMs } from '@/services/incidents/company'
import { hostNameOf, hostPattern } from '@/services/incidents/same-host'
import { inMaintenance } from '@/services/maintenance/in-maintenance'

/** A monitor of another host that fails may have its own reason: it keeps nobody waiting longer. */
const doubtMs = 20_000
/** All monitors of a team are checked at once where it has no more. */
const mostHastened = 500

interface Asked {
  teamId: string
  isOpening: boolean
  incidents: readonly ToldIncident[]
  since: Date
  now: Date
}

/** `mayBeQuiet`: there is maintenance of it at some time. */
interface Found {
  id: string
  mayBeQuiet: boolean
}

type Ctx = Pick<InstanceContext, 'instanceDb' | 'schedule'>

/**
 * Monitors of which it is open whether they belong into a message that was begun at `since`. Those of the same host, and
 * where several hosts have failed, all of the team: until they have been checked since, and are not in the middle of
 * failing or recovering. One statement, whose size does not grow with what has failed: it is asked often, and most often
 * while everything fails.
 */
export const unjudgedMonitors = async (ctx: Ctx, asked: Asked): Promise<string[]> => {
  const found = asked.isOpening ? await mayFail(ctx, asked) : await mayRecover(ctx, asked)
  const maintained = found.filter(({ mayBeQuiet }) => mayBeQuiet).map(({ id }) => id)
  const quiet = await inMaintenance(ctx, maintained, asked.now)
  return found.filter(({ id }) => !quiet.has(id)).map(({ id }) => id)
}

const hostsOf = (incidents: readonly ToldIncident[]): string[] => [
  ...new Set(incidents.map(({ target }) => hostNameOf(target))),
]

interface Span {
  from: Date
  to: Date
}

/** A minute around each of these times. Those that touch are one, so that there are few, however many the times. */
const spansNear = (times: readonly Date[]): Span[] => {
  const spans: Span[] = []
  for (const time of times.map((at) => at.getTime()).sort((one, other) => one - other)) {
    const [from, to] = [new Date(time - togetherMs), new Date(time + togetherMs)]
    const last = spans.at(-1)
    if (last && from <= last.to) last.to = to
    else spans.push({ from, to })
  }
  return spans
}

const mayFail = ({ instanceDb }: Ctx, { teamId, incidents, since, now }: Asked): Promise<Found[]> => {
  const recently = new Date(since.getTime() - togetherMs).toISOString()
  const mayAlwaysDoubt = now.getTime() < since.getTime() + doubtMs
  return instanceDb.$queryRaw<Found[]>`
    WITH hosts AS (
      SELECT unnest(${hostsOf(incidents)}::text[]) AS "host"
      UNION
      SELECT lower(substring(m."url" from ${hostPattern}::text))
      FROM "Incident" i JOIN "Monitor" m ON m."id" = i."monitorId"
      WHERE i."teamId" = ${teamId} AND i."status" <> 'resolved' AND i."toldAt" > ${recently}::timestamp
    ), extent AS (
      SELECT (SELECT count(*) FROM hosts) > 1 AS "isSeveral", (
        SELECT count(*) FROM (
          SELECT 1 FROM "Monitor" WHERE "teamId" = ${teamId} AND "enabled" LIMIT ${mostHastened + 1}::int
        ) AS team) <= ${mostHastened}::int AS "isSmall"
    )
    SELECT m."id",
      EXISTS (SELECT 1 FROM "MonitorMaintenance" planned WHERE planned."monitorId" = m."id") AS "mayBeQuiet"
    FROM extent, "Monitor" m JOIN "MonitorWatch" w ON w."monitorId" = m."id",
      LATERAL (SELECT w."lastCheckAt" IS NULL OR w."lastCheckAt" < ${since.toISOString()}::timestamp AS "isUnchecked") AS c
    WHERE m."teamId" = ${teamId} AND m."enabled"
      AND m."id" <> ALL(${incidents.map(({ monitorId }) => monitorId)}::text[])
      AND NOT EXISTS (
        SELECT 1 FROM "Incident" i
        -- What has only a warning may fail still.
        WHERE i."monitorId" = m."id" AND i."status" <> 'resolved' AND i."causeCode" <> ${warningCode}
      )
      AND (
        ((c."isUnchecked" OR w."failures" > 0)
          AND lower(substring(m."url" from ${hostPattern}::text)) IN (SELECT "host" FROM hosts))
        OR (c."isUnchecked" AND extent."isSeveral" AND extent."isSmall")
        OR (w."state" <> 'down' AND w."failures" > 0 AND w."failingSince" > ${recently}::timestamp
          AND (extent."isSeveral" OR ${mayAlwaysDoubt}::boolean)))`
}

const mayRecover = ({ instanceDb }: Ctx, { teamId, incidents, since }: Asked): Promise<Found[]> => {
  const together = spansNear(incidents.map(({ openedAt }) => new Date(openedAt)))
  const ofWarnings = incidents.every((one) => isWarning(one.causeCode))
  return instanceDb.$queryRaw<Found[]>`
    SELECT m."id",
      EXISTS (SELECT 1 FROM "MonitorMaintenance" planned WHERE planned."monitorId" = m."id") AS "mayBeQuiet"
    FROM "Monitor" m JOIN "MonitorWatch" w ON w."monitorId" = m."id"
    WHERE m."teamId" = ${teamId} AND m."enabled"
      AND (w."lastCheckAt" IS NULL OR w."lastCheckAt" < ${since.toISOString()}::timestamp OR w."successes" > 0)
      AND EXISTS (
        SELECT 1 FROM "Incident" i
        -- Who is up again and has a warning left does not recover from that one with the others.
        WHERE i."monitorId" = m."id" AND i."status" <> 'resolved'
          AND (i."causeCode" = ${warningCode}) = ${ofWarnings}::boolean AND (
          lower(substring(m."url" from ${hostPattern}::text)) = ANY(${hostsOf(incidents)}::text[])
          OR (i."toldAt" IS NOT NULL AND EXISTS (
            SELECT 1 FROM unnest(
              ${together.map(({ from }) => from.toISOString())}::timestamp[],
              ${together.map(({ to }) => to.toISOString())}::timestamp[]
            ) AS near("from", "to") WHERE i."openedAt" BETWEEN near."from" AND near."to"))))`
}
