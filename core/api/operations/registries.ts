import { z } from 'zod'
import { registrySchema } from '../../registries/schema'
import { idParams, mergePatchBody, noParams, noQuery, pageOf, pageQuery, time } from '../common'
import { defineOperation } from '../operation'

const registryViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  host: z.string(),
  username: z.string(),
  createdAt: time,
})

const tag = 'Registries'

export const listRegistries = defineOperation({
  operationId: 'listRegistries',
  method: 'get',
  path: '/api/v1/registries',
  summary: 'Registry logins of the team, without passwords',
  tag,
  access: 'registry.read',
  params: noParams,
  query: pageQuery,
  body: null,
  success: 200,
  response: pageOf(registryViewSchema),
})

export const createRegistry = defineOperation({
  operationId: 'createRegistry',
  method: 'post',
  path: '/api/v1/registries',
  summary: 'Add a registry login',
  tag,
  access: 'registry.create',
  params: noParams,
  query: noQuery,
  body: registrySchema,
  success: 201,
  response: registryViewSchema,
  problems: [409],
})

export const updateRegistry = defineOperation({
  operationId: 'updateRegistry',
  method: 'patch',
  path: '/api/v1/registries/{id}',
  summary: 'Change a registry login',
  tag,
  access: 'registry.update',
  params: idParams,
  query: noQuery,
  body: mergePatchBody,
  patchOf: registrySchema,
  success: 200,
  response: registryViewSchema,
  problems: [409],
})

export const deleteRegistry = defineOperation({
  operationId: 'deleteRegistry',
  method: 'delete',
  path: '/api/v1/registries/{id}',
  summary: 'Remove a registry login',
  tag,
  access: 'registry.delete',
  params: idParams,
  query: noQuery,
  body: null,
  success: 204,
  response: null,
})
