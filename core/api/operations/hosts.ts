import { z } from 'zod'
import { hostSchema } from '../../hosts/schema'
import { idParams, mergePatchBody, noParams, noQuery, pageOf, pageQuery, time } from '../common'
import { defineOperation } from '../operation'

const shownEndpoint = z.discriminatedUnion('type', [
  z.object({ type: z.literal('socket'), path: z.string() }),
  z.object({ type: z.literal('tcp'), host: z.string(), port: z.int() }),
  z.object({ type: z.literal('ssh'), host: z.string(), port: z.int(), username: z.string(), hostKey: z.string() }),
])

const hostViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  own: z.boolean().describe('Whether the team added it; another is one that the operator lets the team use.'),
  endpoint: shownEndpoint
    .nullable()
    .describe('Without keys: those never come back. null where the host is not your own.'),
  publicAddress: z.string().describe('Where users reach its proxies.'),
  status: z.string().describe('unknown, ready, unreachable or degraded.'),
  statusMessage: z.string().nullable(),
  engineVersion: z.string().nullable(),
  cpus: z.int().nullable().describe('Of the whole machine; null before the first look.'),
  memoryBytes: z.number().nullable(),
  diskBytes: z
    .number()
    .nullable()
    .describe('Disk space that images, containers and volumes take; null where the host is not your own.'),
  containers: z
    .int()
    .nullable()
    .describe('Running containers of this instance, proxies included; null where the host is not your own.'),
  proxies: z
    .array(
      z.object({
        name: z.string(),
        running: z.boolean(),
        version: z.string().nullable(),
        startedAt: z.string().nullable(),
        oldWorkers: z.int(),
      }),
    )
    .nullable()
    .describe('Our two proxy containers there; null when the host did not answer in time.'),
  checkedAt: time.nullable(),
  createdAt: time,
  apps: z.int().describe('How many of the team’s apps have a place on it.'),
})

const hostTestSchema = z.object({
  ok: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), message: z.string() })),
})

const hostGrantSchema = z.object({
  teamId: z.string(),
  teamName: z.string(),
  own: z.boolean().describe('Whether the team added the host: it may always use it.'),
  granted: z.boolean(),
  apps: z.int().describe('How many of its apps have a place there.'),
})

const grantParams = idParams.extend({ teamId: idParams.shape.id })

const tag = 'Hosts'

export const listHosts = defineOperation({
  operationId: 'listHosts',
  method: 'get',
  path: '/api/v1/hosts',
  summary: 'Docker hosts that the team may use: its own, and those that the operator lets it use',
  tag,
  access: 'host.read',
  params: noParams,
  query: pageQuery,
  body: null,
  success: 200,
  response: pageOf(hostViewSchema),
})

export const createHost = defineOperation({
  operationId: 'createHost',
  method: 'post',
  path: '/api/v1/hosts',
  summary:
    'Add a Docker host; sockets and private addresses only by the operator of the instance. An engine that is a host of the instance already is refused (409 engine_taken)',
  tag,
  access: 'host.create',
  params: noParams,
  query: noQuery,
  body: hostSchema,
  success: 201,
  response: hostViewSchema,
  problems: [409],
})

export const getHost = defineOperation({
  operationId: 'getHost',
  method: 'get',
  path: '/api/v1/hosts/{id}',
  summary: 'One host',
  tag,
  access: 'host.read',
  params: idParams,
  query: noQuery,
  body: null,
  success: 200,
  response: hostViewSchema,
})

export const updateHost = defineOperation({
  operationId: 'updateHost',
  method: 'patch',
  path: '/api/v1/hosts/{id}',
  summary: 'Change a host; an engine that is another host of the instance is refused (409 engine_taken)',
  tag,
  access: 'host.update',
  params: idParams,
  query: noQuery,
  body: mergePatchBody,
  patchOf: hostSchema,
  success: 200,
  response: hostViewSchema,
  problems: [409],
})

export const deleteHost = defineOperation({
  operationId: 'deleteHost',
  method: 'delete',
  path: '/api/v1/hosts/{id}',
  summary: 'Remove a host that no app is placed on',
  tag,
  access: 'host.delete',
  params: idParams,
  query: noQuery,
  body: null,
  success: 204,
  response: null,
  problems: [409],
})

export const testHost = defineOperation({
  operationId: 'testHost',
  method: 'post',
  path: '/api/v1/hosts/{id}/test',
  summary:
    'Look whether the host has all it takes and its engine is no other host of the instance, and say what is missing',
  tag,
  access: 'host.test',
  params: idParams,
  query: noQuery,
  body: null,
  success: 200,
  response: hostTestSchema,
})

export const listHostGrants = defineOperation({
  operationId: 'listHostGrants',
  method: 'get',
  path: '/api/v1/hosts/{id}/grants',
  summary: 'Every team of the instance, and whether it may use the host; for the operator of the instance',
  tag,
  access: 'operator',
  params: idParams,
  query: pageQuery,
  body: null,
  success: 200,
  response: pageOf(hostGrantSchema),
})

export const grantHost = defineOperation({
  operationId: 'grantHost',
  method: 'put',
  path: '/api/v1/hosts/{id}/grants/{teamId}',
  summary: 'Let a team place apps on the host; for the operator of the instance',
  tag,
  access: 'operator',
  params: grantParams,
  query: noQuery,
  body: null,
  success: 200,
  response: hostGrantSchema,
})

export const revokeHost = defineOperation({
  operationId: 'revokeHost',
  method: 'delete',
  path: '/api/v1/hosts/{id}/grants/{teamId}',
  summary: 'Take a team off the host, once no app of it has a place there; for the operator of the instance',
  tag,
  access: 'operator',
  params: grantParams,
  query: noQuery,
  body: null,
  success: 204,
  response: null,
  problems: [409],
})
