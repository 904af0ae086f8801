import type { InstanceContext } from '@/services/context'

const dayMs = 24 * 60 * 60_000
/** So many rows in one statement. */
const batch = 5000

/** Takes away audit events that are older than they are kept. The database lets nobody else do that. Returns how many. */
export const forgetOldAuditEvents = async (
  ctx: Pick<InstanceContext, 'instanceDb' | 'clock'>,
  keepDays: number,
): Promise<number> => {
  const before = new Date(ctx.clock.now().getTime() - keepDays * dayMs).toISOString()
  for (let total = 0; ; ) {
    const gone = await ctx.instanceDb.$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL gapless.audit_retention = 'on'`
      return tx.$executeRaw`
        DELETE FROM "AuditEvent" WHERE "id" IN (
          SELECT "id" FROM "AuditEvent" WHERE "at" < ${before}::timestamp ORDER BY "at" LIMIT ${batch}
        )`
    })
    total += gone
    if (gone < batch) return total
  }
}
