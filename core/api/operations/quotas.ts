import { z } from 'zod'
import { quotaSchema } from '../../quotas/quota'
import { idParams, noParams, noQuery } from '../common'
import { defineOperation } from '../operation'

const limit = z.int().nullable().describe('null: no limit.')
const use = z.object({ used: z.int(), limit })

const tag = 'Teams'

export const readQuotas = defineOperation({
  operationId: 'readQuotas',
  method: 'get',
  path: '/api/v1/quotas',
  summary: 'How much of what it may have the team uses',
  tag,
  access: 'team.read',
  params: noParams,
  query: noQuery,
  body: null,
  success: 200,
  response: z.object({ apps: use, monitors: use, logBytes: use.describe('Of deployment logs, as last measured.') }),
})

export const setQuotas = defineOperation({
  operationId: 'setQuotas',
  method: 'patch',
  path: '/api/v1/teams/{id}/quotas',
  summary: "Say how much a team may have; null is the instance's usual",
  tag,
  access: 'operator',
  params: idParams,
  query: noQuery,
  body: quotaSchema,
  success: 200,
  response: z.object({ apps: limit, monitors: limit, logBytes: limit }),
})
