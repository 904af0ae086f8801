import { z } from 'zod'
import { auditQuery } from '../../audit/filter-schema'
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

const tag = 'Audit'

export const listAuditEvents = defineOperation({
  operationId: 'listAuditEvents',
  method: 'get',
  path: '/api/v1/audit-events',
  summary: 'Who did what, newest first',
  tag,
  access: 'audit.read',
  params: noParams,
  query: auditQuery.extend(pageQuery.shape),
  body: null,
  success: 200,
  response: pageOf(auditEventSchema),
})

export const exportAuditEvents = defineOperation({
  operationId: 'exportAuditEvents',
  method: 'get',
  path: '/api/v1/audit-events/export',
  summary: 'All of it, newest first: as CSV, or as a JSON array of what the list has',
  tag,
  access: 'audit.read',
  params: noParams,
  query: auditQuery.extend({
    format: z.enum(['csv', 'json'], 'Use csv or json.').default('json').describe('csv or json.'),
  }),
  body: null,
  success: 200,
  contentType: 'text/csv',
  response: null,
})
