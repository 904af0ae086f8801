import { auditExport } from '@/app/_server/audit-export'
import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/audit'

export const GET = route(operations.exportAuditEvents, ({ ctx, query }) => auditExport(ctx, query))
