import type { AuditEvent, Prisma } from '@/prisma/generated/client'

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

export const auditEventView = (row: AuditEvent): AuditEventView => ({
  id: row.id,
  at: row.at.toISOString(),
  actor: { type: row.actorType, id: row.actorId, name: row.actorName },
  action: row.action,
  target: { type: row.targetType, id: row.targetId, name: row.targetName },
  before: row.before,
  after: row.after,
  ip: row.ip,
})
