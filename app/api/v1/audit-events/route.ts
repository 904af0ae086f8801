import { route } from '@/app/_server/route'
import { publicPage } from '@/core/api/cursor'
import * as operations from '@/core/api/operations/audit'
import { listAuditEvents } from '@/services/audit/list-audit-events'

export const GET = route(operations.listAuditEvents, async ({ ctx, query }) =>
  publicPage(await listAuditEvents({ ctx, input: query })),
)
