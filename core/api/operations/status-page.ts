import { z } from 'zod'
import { statusPageSchema } from '../../status-pages/schema'
import { noParams, noQuery, time } from '../common'
import { defineOperation } from '../operation'

const pageSchema = z.object({
  slug: z.string(),
  title: z.string(),
  description: z.string().nullable(),
  enabled: z.boolean(),
  monitors: z.array(z.object({ monitorId: z.string(), name: z.string(), label: z.string() })),
  url: z.string().describe('Where everybody sees it, once it is enabled.'),
  subscribers: z.int().describe('How many have confirmed that they want mails.'),
  createdAt: time,
})

const tag = 'Status page'

export const getStatusPage = defineOperation({
  operationId: 'getStatusPage',
  method: 'get',
  path: '/api/v1/status-page',
  summary: 'The team’s public status page',
  tag,
  access: 'status_page.read',
  params: noParams,
  query: noQuery,
  body: null,
  success: 200,
  response: pageSchema,
  problems: [404],
})

export const putStatusPage = defineOperation({
  operationId: 'putStatusPage',
  method: 'put',
  path: '/api/v1/status-page',
  summary: 'Make the team’s public status page what is sent',
  tag,
  access: 'status_page.update',
  params: noParams,
  query: noQuery,
  body: statusPageSchema,
  success: 200,
  response: pageSchema,
  problems: [409],
})
