import { droppableBefore, partitionEnd, partitionedTables, type Retention } from '@/core/monitors/storage'
import { Prisma } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'
import { aloneAndShortly, partitionsOf } from './partitions'
import { readProgress } from './progress'

type Ctx = Pick<InstanceContext, 'instanceDb' | 'clock' | 'log'>

const dayMs = 24 * 60 * 60_000
/** So many rows in one statement. */
const batch = 5000

/** Takes away what is older than it is kept, and has been rolled up where it is to be. */
export const forgetOld = async (ctx: Ctx, retention: Retention): Promise<void> => {
  const now = ctx.clock.now()
  await dropOldPartitions(ctx, now, retention)
  const before = new Date(now.getTime() - retention.history * dayMs)
  await inBatches(async () => {
    const rows = await ctx.instanceDb.monitorPeriod.findMany({
      where: { to: { lt: before } },
      select: { id: true },
      take: batch,
    })
    return (await ctx.instanceDb.monitorPeriod.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } })).count
  })
  await inBatches(async () => {
    const rows = await ctx.instanceDb.incident.findMany({
      where: { status: 'resolved', resolvedAt: { lt: before } },
      select: { id: true },
      take: batch,
    })
    return (await ctx.instanceDb.incident.deleteMany({ where: { id: { in: rows.map(({ id }) => id) } } })).count
  })
}

const inBatches = async (forget: () => Promise<number>): Promise<void> => {
  while ((await forget()) === batch);
}

const dropOldPartitions = async (ctx: Ctx, now: Date, retention: Retention): Promise<void> => {
  const progress = await readProgress(ctx.instanceDb)
  for (const table of partitionedTables) {
    const before = droppableBefore(table, now, retention, progress)
    // Slots that were missed long ago may have been written down when their day was gone already.
    await ctx.instanceDb.$executeRaw`
      DELETE FROM ${Prisma.raw(`"${table.name}_other"`)} WHERE "at" < ${before.toISOString()}::timestamp`
    for (const name of await partitionsOf(ctx.instanceDb, table)) {
      const end = partitionEnd(table, name)
      if (end === null || end > before) continue
      try {
        await aloneAndShortly(ctx, (tx) => tx.$executeRaw`DROP TABLE IF EXISTS ${Prisma.raw(`"${name}"`)}`)
      } catch (error) {
        ctx.log.warn({ error: String(error), partition: name }, 'old checks could not be dropped yet')
      }
    }
  }
}
