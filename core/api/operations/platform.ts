import { z } from 'zod'
import { noParams, noQuery } from '../common'
import { defineOperation } from '../operation'

const check = z.enum(['ok', 'failing'])

const healthSchema = z.object({
  status: z.enum(['ok', 'failing']),
  version: z.string(),
  checks: z.object({ database: check, redis: check, worker: check }),
})
export type Health = z.infer<typeof healthSchema>

export const getHealth = defineOperation({
  operationId: 'getHealth',
  method: 'get',
  path: '/api/health',
  summary: 'Whether the platform works; 503 names what does not',
  tag: 'Platform',
  access: 'public',
  params: noParams,
  query: z.object({}),
  body: null,
  success: 200,
  response: healthSchema,
})

export const getMetrics = defineOperation({
  operationId: 'getMetrics',
  method: 'get',
  path: '/api/metrics',
  summary: 'Figures for Prometheus; takes a token of role metrics',
  tag: 'Platform',
  access: 'metrics',
  params: noParams,
  query: z.object({}),
  body: null,
  success: 200,
  contentType: 'text/plain',
  response: null,
})

export const getOpenapi = defineOperation({
  operationId: 'getOpenapi',
  method: 'get',
  path: '/api/v1/openapi.json',
  summary: 'This description',
  tag: 'Platform',
  access: 'public',
  params: noParams,
  query: noQuery,
  body: null,
  success: 200,
  response: z.looseObject({ openapi: z.string() }),
})
