import { z } from 'zod'
import { deploymentStatuses } from '../../deployments/state'
import { hookBodySchema, hookSchema } from '../../hooks/schema'
import { idParams, noQuery, pageOf, pageQuery, time } from '../common'
import { defineOperation } from '../operation'

const hookViewSchema = z.object({
  id: z.string(),
  appId: z.string(),
  name: z.string(),
  url: z.string().describe('Where deliveries are posted to.'),
  createdAt: time,
  lastUsedAt: time.nullable(),
})

const tag = 'Hooks'

export const listHooks = defineOperation({
  operationId: 'listHooks',
  method: 'get',
  path: '/api/v1/apps/{id}/hooks',
  summary: 'Deploy hooks of an app, without their secrets',
  tag,
  access: 'hook.read',
  params: idParams,
  query: pageQuery,
  body: null,
  success: 200,
  response: pageOf(hookViewSchema),
})

export const createHook = defineOperation({
  operationId: 'createHook',
  method: 'post',
  path: '/api/v1/apps/{id}/hooks',
  summary: 'Add a deploy hook: a URL that deploys the app when a signed request is posted to it',
  tag,
  access: 'hook.create',
  params: idParams,
  query: noQuery,
  body: hookSchema,
  success: 201,
  response: hookViewSchema.extend({
    secret: z.string().describe('What senders sign with. It is in this answer only.'),
  }),
  problems: [409],
})

export const deliverHook = defineOperation({
  operationId: 'deliverHook',
  method: 'post',
  path: '/api/v1/hooks/{id}',
  summary:
    'Deploy by a deploy hook. Signed with its secret as Standard Webhooks has it (webhook-id, webhook-timestamp, webhook-signature) or as GitHub does (x-hub-signature-256, x-github-delivery); the same delivery deploys once',
  tag,
  access: 'public',
  params: idParams,
  query: noQuery,
  body: hookBodySchema,
  bodyOptional: true,
  success: 202,
  response: z.object({
    id: z.string().describe('Of the deployment.'),
    appId: z.string(),
    number: z.int(),
    status: z.enum(deploymentStatuses),
    queuedAt: time,
    repeated: z.boolean().describe('True: this delivery had come before; nothing was started again.'),
  }),
  problems: [401, 429],
})

export const deleteHook = defineOperation({
  operationId: 'deleteHook',
  method: 'delete',
  path: '/api/v1/hooks/{id}',
  summary: 'Delete a deploy hook: its next delivery is refused',
  tag,
  access: 'hook.delete',
  params: idParams,
  query: noQuery,
  body: null,
  success: 204,
  response: null,
})

export const listHookDeliveries = defineOperation({
  operationId: 'listHookDeliveries',
  method: 'get',
  path: '/api/v1/hooks/{id}/deliveries',
  summary: 'What came by a deploy hook in the last 30 days, newest first',
  tag,
  access: 'hook.read',
  params: idParams,
  query: pageQuery,
  body: null,
  success: 200,
  response: pageOf(
    z.object({
      id: z.string(),
      deliveryId: z.string().describe('As the sender named it.'),
      at: time,
      deployment: z
        .object({ id: z.string(), number: z.int(), status: z.enum(deploymentStatuses) })
        .nullable()
        .describe('What it started.'),
    }),
  ),
})
