import { z } from 'zod'
import { memberSchema, roleSchema } from '../../members/schema'
import { idParams, mergePatchBody, noParams, noQuery, pageOf, pageQuery, time } from '../common'
import { defineOperation } from '../operation'

const memberViewSchema = z.object({
  id: z.string(),
  userId: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  onlyListedApps: z.boolean().describe('Whether they see some apps only.'),
  appIds: z.array(z.string()).nullable().describe('The apps that they see; null: all of the team’s.'),
  apps: z
    .array(z.object({ id: z.string(), name: z.string() }))
    .nullable()
    .describe('The same with their names.'),
  hasSecondFactor: z.boolean(),
  createdAt: time.describe('Since when they are in the team.'),
})

const tag = 'Members'

export const listMembers = defineOperation({
  operationId: 'listMembers',
  method: 'get',
  path: '/api/v1/members',
  summary: 'Who is in the team, and as what',
  tag,
  access: 'member.read',
  params: noParams,
  query: pageQuery,
  body: null,
  success: 200,
  response: pageOf(memberViewSchema),
})

export const updateMember = defineOperation({
  operationId: 'updateMember',
  method: 'patch',
  path: '/api/v1/members/{id}',
  summary: 'Change what a member may, from their next request on',
  tag,
  access: 'member.update',
  params: idParams,
  query: noQuery,
  body: mergePatchBody,
  patchOf: memberSchema,
  success: 200,
  response: memberViewSchema,
  problems: [409],
})

export const removeMember = defineOperation({
  operationId: 'removeMember',
  method: 'delete',
  path: '/api/v1/members/{id}',
  summary: 'Take somebody out of the team, with the tokens they made in it, from their next request on',
  tag,
  access: 'member.remove',
  params: idParams,
  query: noQuery,
  body: null,
  success: 204,
  response: null,
  problems: [409],
})
