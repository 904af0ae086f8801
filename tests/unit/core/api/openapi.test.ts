import { readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { operations } from '@/core/api/all-operations'
import { mergePatchSchema } from '@/core/api/merge-patch-schema'
import { openapiDocument } from '@/core/api/openapi'

const root = join(import.meta.dirname, '../../../..')

const responseSchema = z.looseObject({
  $ref: z.string().optional(),
  content: z.record(z.string(), z.unknown()).optional(),
})
const operationSchema = z.looseObject({
  operationId: z.string(),
  summary: z.string().min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(z.looseObject({ $ref: z.string().optional(), name: z.string().optional() })),
  requestBody: z.looseObject({ content: z.record(z.string(), z.object({ schema: z.looseObject({}) })) }).optional(),
  responses: z.record(z.string(), responseSchema),
})
const documentSchema = z.looseObject({
  openapi: z.literal('3.1.0'),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.record(z.enum(['get', 'post', 'put', 'patch', 'delete']), operationSchema.optional())),
  components: z.looseObject({}),
})

/** A body may be of one of several kinds. */
const kindsSchema = z.looseObject({
  oneOf: z.array(z.looseObject({})).optional(),
  anyOf: z.array(z.looseObject({})).optional(),
})

const document = documentSchema.parse(JSON.parse(JSON.stringify(openapiDocument(operations, '1.2.3'))))
const described = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, operation]) => (operation ? [{ path, method, operation }] : [])),
)

/** `GET /api/v1/apps/{id}` of every exported method of every route file. */
const routes = (): string[] => {
  const folder = join(root, 'app/api')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(`${sep}route.ts`))
    .map((file) => file.slice(0, -`${sep}route.ts`.length).split(sep))
    .filter((segments) => !segments.some((segment) => segment.startsWith('[...')))
    .map((segments) => `/api/${segments.map((segment) => segment.replace(/^\[(.+)\]$/, '{$1}')).join('/')}`)
}

describe('the OpenAPI document', () => {
  it('describes every route there is, and no other', () => {
    expect(routes().length).toBeGreaterThan(15)
    expect(Object.keys(document.paths).sort()).toEqual(routes().sort())
  })

  it('describes every operation once', () => {
    const ids = described.map(({ operation }) => operation.operationId)
    expect(ids.length).toBe(operations.length)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('names each parameter of a path', () => {
    for (const { path, operation } of described) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])
      const given = operation.parameters.flatMap((parameter) => parameter.name ?? [])
      expect(given, operation.operationId).toEqual(expect.arrayContaining(names))
    }
  })

  it('resolves every reference it makes', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"(#[^"]+)"/g)].map((match) => match[1] ?? '')
    expect(references.length).toBeGreaterThan(50)
    for (const reference of new Set(references)) {
      const target = reference
        .slice(2)
        .split('/')
        .reduce<unknown>((at, key) => z.record(z.string(), z.unknown()).parse(at)[key], document)
      expect(target, reference).toBeDefined()
    }
  })

  it('asks for a token everywhere but at health, at itself, and where a signature takes its place', () => {
    const open = described.filter(({ operation }) => operation.security.length === 0).map(({ path }) => path)
    expect(open.sort()).toEqual(['/api/health', '/api/v1/hooks/{id}', '/api/v1/openapi.json'])
  })

  it('offers an Idempotency-Key on every POST that has no delivery id', () => {
    for (const { method, operation } of described) {
      const offers = operation.parameters.some((parameter) => parameter.$ref?.endsWith('/IdempotencyKey'))
      expect(offers, operation.operationId).toBe(method === 'post' && operation.security.length > 0)
    }
  })

  it('shows what a secret-bearing body takes but never answers with it', () => {
    const create = document.paths['/api/v1/registries']?.post
    expect(JSON.stringify(create?.requestBody)).toContain('password')
    expect(JSON.stringify(create?.responses)).not.toContain('password')
    expect(JSON.stringify(document.paths['/api/v1/hosts/{id}']?.get?.responses)).not.toContain('privateKey')
  })

  it('refuses unknown fields in every body', () => {
    for (const { method, operation } of described) {
      if ((method !== 'post' && method !== 'put') || !operation.requestBody) continue
      const schema = operation.requestBody.content['application/json']?.schema
      const { oneOf, anyOf } = kindsSchema.parse(schema)
      for (const kind of oneOf ?? anyOf ?? [schema]) {
        expect(kind?.additionalProperties, operation.operationId).toBe(false)
      }
    }
  })
})

describe('the schema of a merge patch', () => {
  it('requires nothing, lets null remove, and has no defaults', () => {
    const whole = z.toJSONSchema(
      z.strictObject({ name: z.string(), check: z.strictObject({ path: z.string().default('/') }).optional() }),
      { io: 'input' },
    )
    expect(mergePatchSchema(whole)).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: {
        name: { anyOf: [{ type: 'string' }, { type: 'null' }] },
        check: {
          anyOf: [{ properties: { path: { anyOf: [{ type: 'string' }, { type: 'null' }] } } }, { type: 'null' }],
        },
      },
    })
    expect(JSON.stringify(mergePatchSchema(whole))).not.toMatch(/required|default/)
  })
})
