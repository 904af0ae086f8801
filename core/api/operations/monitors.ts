import { z } from 'zod'
import { checkSchema, phasesSchema } from '../../monitors/check'
import { checkCursor } from '../../monitors/check-cursor'
import { keywordSchema, monitorSchema } from '../../monitors/schema'
import { monitorStates } from '../../monitors/state'
import { uptimeWindows } from '../../monitors/uptime-window'
import { idParams, mergePatchBody, noParams, noQuery, pageOf, pageQuery, time } from '../common'
import { defineOperation } from '../operation'

const monitorViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  appId: z.string().nullable(),
  url: z.string(),
  method: z.string(),
  headerNames: z.array(z.string()).describe('Their values never come back.'),
  hasBody: z.boolean(),
  auth: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('basic'), username: z.string() }),
      z.object({ type: z.literal('bearer') }),
    ])
    .nullable()
    .describe('How it signs in; passwords and tokens never come back.'),
  expectedStatus: z.string(),
  keyword: keywordSchema.nullable(),
  followRedirects: z.boolean(),
  ipVersion: z.int().nullable(),
  intervalSeconds: z.int(),
  deployIntervalSeconds: z.int(),
  timeoutMs: z.int(),
  failureThreshold: z.int(),
  recoveryThreshold: z.int(),
  degradedMs: z.int().nullable(),
  tlsExpiryDays: z.int(),
  reminderMinutes: z.int().nullable(),
  enabled: z.boolean(),
  channelIds: z.array(z.string()),
  state: z.enum(monitorStates),
  since: time.nullable(),
  flapping: z.boolean(),
  lastCheckAt: time.nullable(),
  lastCheck: checkSchema.nullable(),
  tlsExpiresAt: time.nullable(),
  createdAt: time,
})

const tag = 'Monitors'

export const listMonitors = defineOperation({
  operationId: 'listMonitors',
  method: 'get',
  path: '/api/v1/monitors',
  summary: 'Monitors of the team, newest first',
  tag,
  access: 'monitor.read',
  params: noParams,
  query: pageQuery.extend({
    appId: z.string().max(64).optional(),
    state: z.enum(['up', 'down', 'degraded', 'pending', 'paused']).optional(),
    search: z.string().max(100).optional().describe('Part of the name or the URL.'),
  }),
  body: null,
  success: 200,
  response: pageOf(monitorViewSchema),
})

export const createMonitor = defineOperation({
  operationId: 'createMonitor',
  method: 'post',
  path: '/api/v1/monitors',
  summary: 'Watch a URL',
  tag,
  access: 'monitor.create',
  params: noParams,
  query: noQuery,
  body: monitorSchema,
  success: 201,
  response: monitorViewSchema,
})

export const checkMonitor = defineOperation({
  operationId: 'checkMonitor',
  method: 'post',
  path: '/api/v1/monitors/check',
  summary: 'Check a definition once, at once; nothing is stored',
  tag,
  access: 'monitor.check',
  params: noParams,
  query: noQuery,
  body: monitorSchema,
  success: 200,
  response: checkSchema.extend({ ok: z.boolean() }),
})

export const getMonitor = defineOperation({
  operationId: 'getMonitor',
  method: 'get',
  path: '/api/v1/monitors/{id}',
  summary: 'One monitor',
  tag,
  access: 'monitor.read',
  params: idParams,
  query: noQuery,
  body: null,
  success: 200,
  response: monitorViewSchema,
})

export const updateMonitor = defineOperation({
  operationId: 'updateMonitor',
  method: 'patch',
  path: '/api/v1/monitors/{id}',
  summary: 'Change a monitor; another origin takes its login, headers and body anew',
  tag,
  access: 'monitor.update',
  params: idParams,
  query: noQuery,
  body: mergePatchBody,
  patchOf: monitorSchema,
  success: 200,
  response: monitorViewSchema,
})

export const deleteMonitor = defineOperation({
  operationId: 'deleteMonitor',
  method: 'delete',
  path: '/api/v1/monitors/{id}',
  summary: 'Watch it no more; its history goes with it',
  tag,
  access: 'monitor.delete',
  params: idParams,
  query: noQuery,
  body: null,
  success: 204,
  response: null,
})

export const readMonitorUptime = defineOperation({
  operationId: 'readMonitorUptime',
  method: 'get',
  path: '/api/v1/monitors/{id}/uptime',
  summary: 'The share of known time in which it was not down',
  tag,
  access: 'monitor.read',
  params: idParams,
  query: z.strictObject({ window: z.enum(uptimeWindows).default('24h') }),
  body: null,
  success: 200,
  response: z.object({
    window: z.enum(uptimeWindows),
    uptimePercent: z.number().nullable().describe('null: nothing is known of this time.'),
    downSeconds: z.number(),
    p50Ms: z.number().nullable(),
    p95Ms: z.number().nullable(),
    buckets: z.array(
      z.object({
        at: time.describe('Its beginning.'),
        uptimePercent: z.number().nullable(),
        downSeconds: z.number(),
        degradedSeconds: z.number(),
      }),
    ),
  }),
})

export const listMonitorChecks = defineOperation({
  operationId: 'listMonitorChecks',
  method: 'get',
  path: '/api/v1/monitors/{id}/checks',
  summary: 'Its checks, newest first, as long as they are kept one by one',
  tag,
  access: 'monitor.read',
  params: idParams,
  query: pageQuery.extend({ cursor: checkCursor.optional().describe('The `nextCursor` of the page before.') }),
  body: null,
  success: 200,
  response: z.object({
    data: z.array(
      z.object({
        at: time,
        ok: z.boolean().nullable().describe('null: nobody looked.'),
        outcome: z.enum(['ok', 'slow', 'failed', 'skipped']),
        statusCode: z.int().nullable(),
        error: z.string().nullable(),
        phases: phasesSchema,
      }),
    ),
    nextCursor: time.nullable().describe('null on the last page.'),
  }),
})
