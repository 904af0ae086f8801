import { assertMay } from '@/core/access/policy'
import { csvHead, csvLine } from '@/core/audit/csv'
import type { AuditFilter } from '@/core/audit/filter'
import type { AuditEvent } from '@/prisma/generated/client'
import type { Context, Service } from '@/services/context'
import { type AuditEventView, auditEventView } from './audit-event-view'
import { auditWhere } from './audit-where'

export type ExportFormat = 'csv' | 'json'

/** So many are in memory at a time. */
const batch = 500

/** The log as text, newest first, piece by piece: a table for spreadsheets, or a JSON array. */
export const exportAuditEvents: Service<AuditFilter & { format: ExportFormat }, AsyncGenerator<string>> = async ({
  ctx,
  input,
}) => {
  assertMay(ctx.actor, 'audit.read')
  const batches = batchesOf(ctx, input)
  return input.format === 'csv' ? asCsv(batches) : asJson(batches)
}

async function* batchesOf(ctx: Context, filter: AuditFilter): AsyncGenerator<AuditEventView[]> {
  const asked = auditWhere(filter, ctx.clock.now())
  for (let last: string | null = null; ; ) {
    const rows: AuditEvent[] = await ctx.db.auditEvent.findMany({
      where: { AND: [asked, last === null ? {} : { id: { lt: last } }] },
      orderBy: { id: 'desc' },
      take: batch,
    })
    if (rows.length > 0) yield rows.map(auditEventView)
    last = rows.at(-1)?.id ?? null
    if (last === null || rows.length < batch) return
  }
}

async function* asCsv(batches: AsyncIterable<AuditEventView[]>): AsyncGenerator<string> {
  yield csvHead
  for await (const events of batches) yield events.map(csvLine).join('')
}

async function* asJson(batches: AsyncIterable<AuditEventView[]>): AsyncGenerator<string> {
  let before = '[\n'
  for await (const events of batches) {
    yield `${before}${events.map((event) => JSON.stringify(event)).join(',\n')}`
    before = ',\n'
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}
