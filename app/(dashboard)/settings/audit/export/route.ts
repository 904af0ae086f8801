import { auditExport } from '@/app/_server/audit-export'
import { parseRequest, queryOf } from '@/app/_server/parse-input'
import { sessionRoute } from '@/app/_server/session-route'
import { exportAuditEvents } from '@/core/api/operations/audit'

/** What the page shows, all of it, as a file. */
export const GET = sessionRoute(async ({ ctx, request }) =>
  auditExport(ctx, parseRequest(exportAuditEvents.query, queryOf(new URL(request.url)))),
)
