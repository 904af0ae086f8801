import { assertMay } from '@/core/access/policy'
import type { Prisma } from '@/prisma/generated/client'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'

export interface AuditEventView {
  id: string
  at: string
  actor: { type: string; id: string; name: string }
  action: string
  target: { type: string; id: string; name: string }
  before: Prisma.JsonValue
  after: Prisma.JsonValue
  ip: string | null
}

/** Who did what in the team, newest first. */
export const listAuditEvents: Service<PageInput, Page<AuditEventView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'audit.read')
  const { data, nextCursor } = cutPage(await ctx.db.auditEvent.findMany(pageQuery(input)), input.limit)
  return {
    data: data.map((row) => ({
      id: row.id,
      at: row.at.toISOString(),
      actor: { type: row.actorType, id: row.actorId, name: row.actorName },
      action: row.action,
      target: { type: row.targetType, id: row.targetId, name: row.targetName },
      before: row.before,
      after: row.after,
      ip: row.ip,
    })),
    nextCursor,
  }
}
