import { assertMay } from '@/core/access/policy'
import type { AuditFilter } from '@/core/audit/filter'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { type AuditEventView, auditEventView } from './audit-event-view'
import { auditWhere } from './audit-where'

/** Who did what in the team, newest first. */
export const listAuditEvents: Service<PageInput & AuditFilter, Page<AuditEventView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'audit.read')
  const { where, ...page } = pageQuery(input)
  const rows = await ctx.db.auditEvent.findMany({
    where: { AND: [where, auditWhere(input, ctx.clock.now())] },
    ...page,
  })
  const { data, nextCursor } = cutPage(rows, input.limit)
  return { data: data.map(auditEventView), nextCursor }
}
