import { z } from 'zod'
import { tokenRoles, tokenSchema } from '../../tokens/schema'
import { idParams, noParams, noQuery, pageOf, pageQuery, time } from '../common'
import { defineOperation } from '../operation'

const tokenViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(tokenRoles),
  prefix: z.string().describe('First characters, to recognise it by.'),
  apps: z
    .array(z.object({ id: z.string(), name: z.string() }))
    .nullable()
    .describe('The only apps that it sees; null: all that its maker sees.'),
  createdAt: time,
  expiresAt: time.nullable(),
  lastUsedAt: time.nullable(),
  lastUsedIp: z.string().nullable(),
})

const newTokenSchema = z.object({
  ...tokenViewSchema.shape,
  token: z.string().describe('The secret. It is in this answer only.'),
})

const tag = 'Tokens'

export const listTokens = defineOperation({
  operationId: 'listTokens',
  method: 'get',
  path: '/api/v1/tokens',
  summary: 'API tokens of the team, without their secrets',
  tag,
  access: 'token.read',
  params: noParams,
  query: pageQuery,
  body: null,
  success: 200,
  response: pageOf(tokenViewSchema),
})

export const createToken = defineOperation({
  operationId: 'createToken',
  method: 'post',
  path: '/api/v1/tokens',
  summary: 'Make a token, of a role no higher than your own',
  tag,
  access: 'token.create',
  params: noParams,
  query: noQuery,
  body: tokenSchema,
  success: 201,
  response: newTokenSchema,
})

export const deleteToken = defineOperation({
  operationId: 'deleteToken',
  method: 'delete',
  path: '/api/v1/tokens/{id}',
  summary: 'Revoke a token, at once',
  tag,
  access: 'token.delete',
  params: idParams,
  query: noQuery,
  body: null,
  success: 204,
  response: null,
})
