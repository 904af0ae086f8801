import { z } from 'zod'
import { channelEvents, channelSchema } from '../../channels/schema'
import { idParams, mergePatchBody, noParams, noQuery, pageOf, pageQuery, time } from '../common'
import { defineOperation } from '../operation'

const channelViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum(['slack', 'email', 'webhook']),
  url: z.string().optional().describe('Of Slack and webhooks, without what is secret of it.'),
  to: z.array(z.string()).optional(),
  events: z.array(z.enum(channelEvents)),
  enabled: z.boolean(),
  disabledReason: z.string().nullable().describe('Why it was switched off by itself.'),
  createdAt: time,
  monitors: z.int().describe('How many monitors tell it.'),
  secret: z
    .string()
    .optional()
    .describe('A webhook’s new signing secret: in the answer that makes it, and never again.'),
})

const attemptSchema = z.object({
  at: time,
  statusCode: z.int().nullable(),
  error: z.string().nullable(),
  tookMs: z.int(),
})

const deliverySchema = z.object({
  id: z.string().describe('Sent along as webhook-id.'),
  event: z.string(),
  status: z.enum(['pending', 'delivered', 'failed']),
  title: z.string(),
  createdAt: time,
  dueAt: time.nullable(),
  endedAt: time.nullable(),
  attempts: z.array(attemptSchema),
})

const tag = 'Channels'

export const listChannels = defineOperation({
  operationId: 'listChannels',
  method: 'get',
  path: '/api/v1/channels',
  summary: 'Channels of the team, without their secrets',
  tag,
  access: 'channel.read',
  params: noParams,
  query: pageQuery,
  body: null,
  success: 200,
  response: pageOf(channelViewSchema),
})

export const createChannel = defineOperation({
  operationId: 'createChannel',
  method: 'post',
  path: '/api/v1/channels',
  summary: 'Add a channel',
  tag,
  access: 'channel.create',
  params: noParams,
  query: noQuery,
  body: channelSchema,
  success: 201,
  response: channelViewSchema,
  problems: [409],
})

export const getChannel = defineOperation({
  operationId: 'getChannel',
  method: 'get',
  path: '/api/v1/channels/{id}',
  summary: 'One channel',
  tag,
  access: 'channel.read',
  params: idParams,
  query: noQuery,
  body: null,
  success: 200,
  response: channelViewSchema,
})

export const updateChannel = defineOperation({
  operationId: 'updateChannel',
  method: 'patch',
  path: '/api/v1/channels/{id}',
  summary: 'Change a channel',
  tag,
  access: 'channel.update',
  params: idParams,
  query: noQuery,
  body: mergePatchBody,
  patchOf: channelSchema,
  success: 200,
  response: channelViewSchema,
  problems: [409],
})

export const deleteChannel = defineOperation({
  operationId: 'deleteChannel',
  method: 'delete',
  path: '/api/v1/channels/{id}',
  summary: 'Remove a channel',
  tag,
  access: 'channel.delete',
  params: idParams,
  query: noQuery,
  body: null,
  success: 204,
  response: null,
})

export const testChannel = defineOperation({
  operationId: 'testChannel',
  method: 'post',
  path: '/api/v1/channels/{id}/test',
  summary: 'Send a test at once',
  tag,
  access: 'channel.test',
  params: idParams,
  query: noQuery,
  body: null,
  success: 200,
  response: attemptSchema.extend({ deliveryId: z.string(), ok: z.boolean() }),
  problems: [503],
})

export const rotateChannelSecret = defineOperation({
  operationId: 'rotateChannelSecret',
  method: 'post',
  path: '/api/v1/channels/{id}/rotate-secret',
  summary: 'Give a webhook a new signing secret; the one before signs along for a day',
  tag,
  access: 'channel.update',
  params: idParams,
  query: noQuery,
  body: null,
  success: 200,
  response: z.object({ id: z.string(), secret: z.string(), previousUntil: time }),
})

export const listDeliveries = defineOperation({
  operationId: 'listDeliveries',
  method: 'get',
  path: '/api/v1/channels/{id}/deliveries',
  summary: 'What was told to a channel, with every attempt',
  tag,
  access: 'delivery.read',
  params: idParams,
  query: pageQuery,
  body: null,
  success: 200,
  response: pageOf(deliverySchema),
})

export const resendDelivery = defineOperation({
  operationId: 'resendDelivery',
  method: 'post',
  path: '/api/v1/channels/{id}/deliveries/{deliveryId}/resend',
  summary: 'Tell a channel the same once more',
  tag,
  access: 'channel.test',
  params: idParams.extend({ deliveryId: idParams.shape.id }),
  query: noQuery,
  body: null,
  success: 202,
  response: deliverySchema,
})
