import { z } from 'zod'
import { noParams, pageOf, pageQuery, time } from '../common'
import { defineOperation } from '../operation'

const auditEventSchema = z.object({
  id: z.string(),
  at: time,
  actor: z.object({ type: z.string(), id: z.string(), name: z.string() }),
  action: z.string().describe('Such as `app.create`.'),
  target: z.object({ type: z.string(), id: z.string(), name: z.string() }),
  before: z.unknown(),
  after: z.unknown(),
  ip: z.string().nullable(),
})

export const listAuditEvents = defineOperation({
  operationId: 'listAuditEvents',
  method: 'get',
  path: '/api/v1/audit-events',
  summary: 'Who did what, newest first',
  tag: 'Audit',
  access: 'audit.read',
  params: noParams,
  query: pageQuery,
  body: null,
  success: 200,
  response: pageOf(auditEventSchema),
})
