import { isFarBehind, nextBatch, type RollupLevel, readyUntil, rollupLevels, skipTo } from '@/core/monitors/rollup'
import { Prisma } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'
import { beginProgress, readProgress } from './progress'
import { checksWithin, spanColumns, spanColumnsAgain, spansWithin, summed } from './spans-sql'

type Ctx = Pick<InstanceContext, 'instanceDb' | 'clock'>

/**
 * Puts checks together into minutes, minutes into hours and hours into days, from where that was left, one batch after the
 * other, each with its progress in one transaction. Of several workers one does a batch; the others leave it to that one.
 */
export const rollUpChecks = async (ctx: Ctx, stopping?: AbortSignal): Promise<void> => {
  await beginProgress(ctx)
  for (const level of rollupLevels) {
    while (!stopping?.aborted && (await rollUpNext(ctx, level)));
  }
}

/** Rolls the level's next batch up. False when there is none, or another worker is at it. */
const rollUpNext = (ctx: Ctx, level: RollupLevel): Promise<boolean> =>
  ctx.instanceDb.$transaction(async (tx) => {
    const [held] = await tx.$queryRaw<{ until: Date }[]>`
      SELECT "until" FROM "MonitorRollupProgress" WHERE "seconds" = ${level.seconds} FOR UPDATE SKIP LOCKED`
    if (!held) return false
    const sourceUntil = level.from === 'checks' ? null : ((await readProgress(tx)).get(level.from) ?? null)
    const ready = readyUntil(level, ctx.clock.now(), sourceUntil)
    // Compiling so many sums takes longer than to run them.
    await tx.$executeRaw`SET LOCAL jit = off`
    const skips = isFarBehind(level, held.until, ready)
    const until = skips ? skipTo(level, await firstAfter(tx, level, held.until), ready) : held.until
    const batch = nextBatch(level, until, ready)
    if (batch) await tx.$executeRaw(rollUp(level, batch))
    const reached = batch?.to ?? until
    if (reached <= held.until) return false
    await tx.monitorRollupProgress.update({ where: { seconds: level.seconds }, data: { until: reached } })
    return true
  })

const firstAfter = async (tx: Prisma.TransactionClient, level: RollupLevel, until: Date): Promise<Date | null> => {
  const source =
    level.from === 'checks'
      ? Prisma.sql`"MonitorCheck" WHERE`
      : Prisma.sql`"MonitorRollup" WHERE "seconds" = ${level.from} AND`
  const [row] = await tx.$queryRaw<{ at: Date | null }[]>`
    SELECT min(first."at") AS "at" FROM "Monitor" m CROSS JOIN LATERAL (
      SELECT "at" FROM ${source} "monitorId" = m."id"::uuid AND "at" >= ${until.toISOString()}::timestamp(3)
      ORDER BY "at" LIMIT 1
    ) AS first`
  return row?.at ?? null
}

/** Monitor by monitor: its rows of any time are found by the primary key, whatever else the table holds. */
const rollUp = (level: RollupLevel, { from, to }: { from: Date; to: Date }): Prisma.Sql => {
  const within = { monitorId: Prisma.sql`m."id"::uuid`, from, to }
  const source = level.from === 'checks' ? checksWithin(within) : spansWithin(level.from, within)
  return Prisma.sql`
    INSERT INTO "MonitorRollup" ("teamId", "monitorId", "seconds", ${spanColumns})
    SELECT m."teamId"::uuid, m."id"::uuid, ${level.seconds}, span.*
    FROM "Monitor" m CROSS JOIN LATERAL (${summed(level.seconds, source)}) AS span
    ON CONFLICT ("monitorId", "seconds", "at") DO UPDATE SET ${spanColumnsAgain}`
}
