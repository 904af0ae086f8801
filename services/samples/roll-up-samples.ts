import { sampleLevels } from '@/core/samples/ranges'
import { Prisma } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'

/** So that no two workers roll up at once; any number that nobody else uses. */
const lockKey = 7_340_501

/** How far back spans are made anew: late samples may have come for them. */
const againSpans = 3

/**
 * Makes the longer spans from the shorter ones, for those that are not over or may have got late samples, and takes
 * away what is older than it is kept. Making a span again gives the same, so a crash half-way does no harm.
 */
export const rollUpSamples = async (ctx: Pick<InstanceContext, 'instanceDb' | 'clock'>): Promise<void> => {
  const now = ctx.clock.now()
  await ctx.instanceDb.$transaction(async (tx) => {
    const [lock] = await tx.$queryRaw<{ got: boolean }[]>`SELECT pg_try_advisory_xact_lock(${lockKey}::bigint) AS got`
    if (!lock?.got) return
    for (const [index, level] of sampleLevels.entries()) {
      const before = sampleLevels[index - 1]
      if (before) await tx.$executeRaw(rollUp(before.seconds, level.seconds, now))
      const oldest = new Date(now.getTime() - level.keptSeconds * 1000)
      await tx.appSample.deleteMany({ where: { seconds: level.seconds, at: { lt: oldest } } })
    }
  })
}

const rollUp = (from: number, to: number, now: Date): Prisma.Sql => {
  const spans = Math.max(againSpans, 900 / to)
  const since = new Date((Math.floor(now.getTime() / 1000 / to) - spans) * to * 1000).toISOString()
  return Prisma.sql`
    INSERT INTO "AppSample"
      ("teamId", "appId", "hostId", seconds, at, covered, requests, errors, "responseMs", "cpuPercent", "memoryBytes")
    SELECT "teamId", "appId", "hostId", ${to}, date_bin(make_interval(secs => ${to}), at, TIMESTAMP 'epoch'), sum(covered), sum(requests), sum(errors),
      sum("responseMs" * requests) / nullif(sum(requests) FILTER (WHERE "responseMs" IS NOT NULL), 0),
      avg("cpuPercent"), avg("memoryBytes")
    FROM "AppSample" WHERE seconds = ${from} AND at >= ${since}::timestamp
    GROUP BY 1, 2, 3, 5
    ON CONFLICT ("appId", "hostId", seconds, at) DO UPDATE SET
      covered = excluded.covered, requests = excluded.requests, errors = excluded.errors,
      "responseMs" = excluded."responseMs", "cpuPercent" = excluded."cpuPercent",
      "memoryBytes" = excluded."memoryBytes"`
}
