import { z } from 'zod'
import { appSchema, appStatuses } from '../../apps/schema'
import { repairSchema } from '../../reconcile/repair'
import { idParams, mergePatchBody, noParams, noQuery, pageOf, pageQuery, time } from '../common'
import { defineOperation } from '../operation'

const appViewSchema = z.object({
  id: z.string(),
  ...appSchema.shape,
  image: z.string().nullable(),
  env: z
    .record(z.string(), z.string())
    .optional()
    .describe('For developers and above, without the names in secretEnv.'),
  envNames: z.array(z.string()),
  url: z.string().nullable().describe('Where its users find it; null without a domain.'),
  tls: z
    .object({ certificateId: z.string(), name: z.string(), expiresAt: time })
    .nullable()
    .describe('The certificate of its first domain.'),
  status: z.enum(appStatuses),
  currentReleaseId: z.string().nullable(),
  createdAt: time,
  readyReplicas: z.int().describe('That serve, over all hosts.'),
  wantedReplicas: z.int().describe('That should.'),
  repairs: z
    .array(repairSchema.extend({ host: z.string() }))
    .describe('What was last found amiss on each host without a deployment, and why it could not be put right.'),
})

const appTrialSchema = z.object({
  healthy: z.boolean(),
  checks: z.array(
    z.object({ at: time, status: z.string(), httpStatus: z.int().nullable(), message: z.string().nullable() }),
  ),
  logs: z.array(z.string()),
})

const tag = 'Apps'

export const listApps = defineOperation({
  operationId: 'listApps',
  method: 'get',
  path: '/api/v1/apps',
  summary: 'Apps of the team',
  tag,
  access: 'app.read',
  params: noParams,
  query: pageQuery,
  body: null,
  success: 200,
  response: pageOf(appViewSchema),
})

export const createApp = defineOperation({
  operationId: 'createApp',
  method: 'post',
  path: '/api/v1/apps',
  summary: 'Add an app; nothing is started yet',
  tag,
  access: 'app.create',
  params: noParams,
  query: noQuery,
  body: appSchema,
  success: 201,
  response: appViewSchema,
  problems: [409],
})

export const tryApp = defineOperation({
  operationId: 'tryApp',
  method: 'post',
  path: '/api/v1/apps/try',
  summary: 'Start the image without traffic, check its health, and take it away again',
  tag,
  access: 'app.try',
  params: noParams,
  query: noQuery,
  body: appSchema,
  success: 200,
  response: appTrialSchema,
  problems: [409, 503],
})

export const getApp = defineOperation({
  operationId: 'getApp',
  method: 'get',
  path: '/api/v1/apps/{id}',
  summary: 'One app',
  tag,
  access: 'app.read',
  params: idParams,
  query: noQuery,
  body: null,
  success: 200,
  response: appViewSchema,
})

export const updateApp = defineOperation({
  operationId: 'updateApp',
  method: 'patch',
  path: '/api/v1/apps/{id}',
  summary: 'Change an app; what a release is bound to takes effect with the next deployment',
  tag,
  access: 'app.update',
  params: idParams,
  query: noQuery,
  body: mergePatchBody,
  patchOf: appSchema,
  success: 200,
  response: appViewSchema,
  problems: [409],
})

export const deleteApp = defineOperation({
  operationId: 'deleteApp',
  method: 'delete',
  path: '/api/v1/apps/{id}',
  summary: 'Remove an app and its containers; its volumes are kept',
  tag,
  access: 'app.delete',
  params: idParams,
  query: noQuery,
  body: null,
  success: 204,
  response: null,
  problems: [409],
})

export const readAppLogs = defineOperation({
  operationId: 'readAppLogs',
  method: 'get',
  path: '/api/v1/apps/{id}/logs',
  summary: 'Lines of the containers that run now, one JSON object a line',
  tag,
  access: 'app.read_logs',
  params: idParams,
  query: z.strictObject({
    tail: z.coerce
      .number('Use a whole number.')
      .int('Use a whole number.')
      .min(0, 'Use 0 to 10000.')
      .max(10_000, 'Use 0 to 10000.')
      .default(200)
      .describe('How many of the latest lines.'),
    follow: z
      .enum(['true', 'false'], 'Use true or false.')
      .default('false')
      .transform((value) => value === 'true')
      .describe('true: go on with what is written from now on.'),
  }),
  body: null,
  success: 200,
  contentType: 'application/x-ndjson',
  response: z.object({
    at: time,
    replica: z.string().describe('Name of the container.'),
    stream: z.enum(['stdout', 'stderr']),
    line: z.string(),
  }),
})
