import { z } from 'zod'
import { idParams, noParams, noQuery, pageOf, pageQuery, time } from '../common'
import { defineOperation } from '../operation'

const incidentSchema = z.object({
  id: z.string(),
  monitorId: z.string(),
  monitorName: z.string(),
  appId: z.string().nullable(),
  status: z.enum(['open', 'acknowledged', 'resolved']),
  openedAt: time,
  resolvedAt: time.nullable(),
  acknowledgedAt: time.nullable(),
  acknowledgedBy: z.string().nullable(),
  cause: z.string(),
  causeCode: z.string(),
  flapping: z.boolean(),
  unwatched: z.boolean().describe('It ended because its monitor was paused: whether it is over is not known.'),
  heldUntil: time.nullable().describe('Nobody is told before.'),
  deploymentId: z.string().nullable().describe('The one that had last moved the app’s traffic when it opened.'),
  deployment: z
    .object({
      id: z.string(),
      number: z.int(),
      release: z.int().nullable(),
      words: z.string().nullable().describe('Such as: opened 74 s after v14 went live.'),
    })
    .nullable(),
  rollbackId: z.string().nullable().describe('The deployment by which it was gone back.'),
  timeline: z.array(z.object({ at: time, type: z.string(), text: z.string() })),
})

const tag = 'Incidents'

export const listIncidents = defineOperation({
  operationId: 'listIncidents',
  method: 'get',
  path: '/api/v1/incidents',
  summary: 'Incidents of the team, newest first',
  tag,
  access: 'incident.read',
  params: noParams,
  query: pageQuery.extend({
    status: z.enum(['open', 'resolved']).optional().describe('open: all that have not ended.'),
    appId: z.string().max(64).optional(),
    monitorId: z.string().max(64).optional(),
  }),
  body: null,
  success: 200,
  response: pageOf(incidentSchema),
})

export const getIncident = defineOperation({
  operationId: 'getIncident',
  method: 'get',
  path: '/api/v1/incidents/{id}',
  summary: 'One incident with its timeline',
  tag,
  access: 'incident.read',
  params: idParams,
  query: noQuery,
  body: null,
  success: 200,
  response: incidentSchema,
})

export const acknowledgeIncident = defineOperation({
  operationId: 'acknowledgeIncident',
  method: 'post',
  path: '/api/v1/incidents/{id}/acknowledge',
  summary: 'Say that somebody has seen it: no more reminders',
  tag,
  access: 'incident.acknowledge',
  params: idParams,
  query: noQuery,
  body: null,
  success: 200,
  response: incidentSchema,
})
