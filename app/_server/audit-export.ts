import type { AuditFilter } from '@/core/audit/filter'
import { type ExportFormat, exportAuditEvents } from '@/services/audit/export-audit-events'
import type { Context } from '@/services/context'
import { streamBody } from './stream-body'

const types: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json',
}

/** The audit log as a file: read from the database as fast as it is taken, never all at once. */
export const auditExport = async (ctx: Context, input: AuditFilter & { format: ExportFormat }): Promise<Response> => {
  const pieces = await exportAuditEvents({ ctx, input })
  const name = `audit-${ctx.clock.now().toISOString().slice(0, 10)}.${input.format}`
  return new Response(streamBody(pieces, new AbortController()), {
    headers: {
      'content-type': types[input.format],
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
