import { z } from 'zod'
import { type Action, lowestRole } from '../access/policy'
import { problemSchema } from './common'
import { mergePatchSchema } from './merge-patch-schema'
import { type Operation, takesBody } from './operation'

type Json = Record<string, unknown>

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

const isRole = (access: Operation['access']): access is Action => access in lowestRole

/** What any call of its kind may be answered with, and what is particular to this one. */
const problemStatuses = (operation: Operation): number[] => {
  const isPublic = operation.access === 'public'
  const statuses = [
    ...(isPublic ? [] : [401, 403, 429]),
    ...(operation.path.includes('{') ? [404] : []),
    ...(takesBody(operation) ? [400, 413, 415, 422] : []),
    ...(operation.method === 'post' ? [409] : []),
    ...(Object.keys(propertiesOf(operation.query)).length > 0 ? [422] : []),
    ...(isPublic ? [] : [500]),
    ...operation.problems,
  ]
  return [...new Set(statuses)].sort()
}

const propertiesOf = (schema: z.ZodType): Json => {
  const { properties } = jsonSchema(schema, 'input')
  return z.record(z.string(), z.unknown()).catch({}).parse(properties)
}

const parametersOf = (operation: Operation): Json[] => {
  const of = (place: 'path' | 'query', schema: z.ZodType) =>
    Object.entries(propertiesOf(schema)).map(([name, property]) => {
      const { description, ...rest } = z.looseObject({ description: z.string().optional() }).parse(property)
      return { name, in: place, required: place === 'path', ...(description ? { description } : {}), schema: rest }
    })
  return [
    ...of('path', operation.params),
    ...of('query', operation.query),
    ...(operation.method === 'post' && operation.access !== 'public'
      ? [{ $ref: '#/components/parameters/IdempotencyKey' }]
      : []),
    ...(operation.contentType === 'text/event-stream' ? [{ $ref: '#/components/parameters/LastEventId' }] : []),
  ]
}

const requestBodyOf = (operation: Operation): Json => {
  if (!operation.body) return {}
  const schema = operation.patchOf
    ? mergePatchSchema(jsonSchema(operation.patchOf, 'input'))
    : jsonSchema(operation.body, 'input')
  const types = operation.patchOf ? ['application/merge-patch+json', 'application/json'] : ['application/json']
  return {
    requestBody: {
      required: !operation.bodyOptional,
      content: Object.fromEntries(types.map((type) => [type, { schema }])),
    },
  }
}

const successOf = (operation: Operation): Json => {
  if (operation.success === 204) return { description: 'Done.' }
  const schema = operation.response ? jsonSchema(operation.response, 'output') : { type: 'string' }
  return { description: operation.summary, content: { [operation.contentType]: { schema } } }
}

const operationObject = (operation: Operation): Json => ({
  operationId: operation.operationId,
  summary: operation.summary,
  tags: [operation.tag],
  security: operation.access === 'public' ? [] : [{ bearer: [] }],
  ...(isRole(operation.access) ? { 'x-lowest-role': lowestRole[operation.access] } : {}),
  ...(operation.access === 'metrics' ? { 'x-lowest-role': 'metrics' } : {}),
  ...(operation.access === 'operator' ? { 'x-operator-only': true } : {}),
  parameters: parametersOf(operation),
  ...requestBodyOf(operation),
  responses: {
    [operation.success]: successOf(operation),
    ...(operation.operationId === 'getHealth'
      ? { 503: { ...successOf(operation), description: 'Something does not work; `checks` says what.' } }
      : {}),
    ...Object.fromEntries(problemStatuses(operation).map((status) => [status, problemResponse])),
  },
})

const problemResponse = { $ref: '#/components/responses/Problem' }

const components = (): Json => ({
  securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'An API token: gpl_….' } },
  schemas: { Problem: jsonSchema(problemSchema, 'output') },
  responses: {
    Problem: {
      description: 'What went wrong, and what to do about it.',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  },
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      description: 'The same key and body within 24 h get the first answer again; another body gets 409.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    },
    LastEventId: {
      name: 'Last-Event-ID',
      in: 'header',
      description: 'Go on after this event.',
      schema: { type: 'string' },
    },
  },
})

/** The OpenAPI 3.1 document of these operations, made from the schemas that also check the calls. */
export const openapiDocument = (operations: readonly Operation[], version: string): Json => {
  const paths: Record<string, Json> = {}
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationObject(operation) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Gapless',
      version,
      description: 'Deploys containers without interrupting users, and proves it.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: components(),
  }
}
