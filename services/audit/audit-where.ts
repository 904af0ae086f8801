import { type AuditFilter, timesOf } from '@/core/audit/filter'
import type { Prisma } from '@/prisma/generated/client'
import { literally } from '@/services/literally'

/** The part of a query that narrows the log. */
export const auditWhere = (filter: AuditFilter, now: Date): Prisma.AuditEventWhereInput => {
  const { actorId, action, targetType, targetId, text } = filter
  const times = timesOf(filter, now)
  const part = text === undefined ? null : { contains: literally(text), mode: 'insensitive' as const }
  return {
    ...(actorId === undefined ? {} : { actorId }),
    ...(action === undefined ? {} : { action }),
    ...(targetType === undefined ? {} : { targetType }),
    ...(targetId === undefined ? {} : { targetId }),
    ...(times.gte || times.lte ? { at: times } : {}),
    ...(part ? { OR: [{ targetName: part }, { actorName: part }, { ip: part }] } : {}),
  }
}
