import fc from 'fast-check'
import { z } from 'zod'
import type { Operation } from '@/core/api/operation'

const schemaSchema = z.looseObject({
  type: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  pattern: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
})
type JsonSchema = z.infer<typeof schemaSchema>

/** What strings stand for in the API: a pattern that cannot be generated from is met by one of these. */
const strings = [
  'shop',
  'shop.example.com',
  'ghcr.io/team/shop:1.4',
  '/health',
  'https://shop.example.com/health',
  'ada@example.com',
  '2031-04-05T06:07:08Z',
  '2032-01-01T00:00:00+01:00',
  '2031-04-05',
  // A pattern lets them through, and a database need not.
  '0000-02-29',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+01:00',
  '9999-12-31T23:59:59-01:00',
  '0 3 * * *',
  'Europe/Berlin',
  '200-299',
  'ssh-ed25519 AAAA',
  '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
  '0199c1f4-7a5e-7c31-9d0a-3f6f1c2b4d5e',
  'https://hooks.slack.com/services/T000/B000/XXXX',
  'a long enough pass phrase',
]

/** Values that a JSON Schema lets through, as far as it can tell: rules of its authors' own it does not know. */
export const valuesOf = (given: unknown, depth = 0): fc.Arbitrary<unknown> => {
  const schema = schemaSchema.parse(given)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const kinds = schema.anyOf ?? schema.oneOf
  if (kinds) return fc.oneof(...kinds.map((kind) => valuesOf(kind, depth)))
  if (schema.allOf) return valuesOf(schema.allOf[0], depth)
  switch (schema.type) {
    case 'string':
      return stringsOf(schema)
    case 'integer':
    case 'number':
      return numbersOf(schema)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array': {
      const minLength = schema.minItems ?? 0
      const most = Math.max(minLength, Math.min(schema.maxItems ?? 2, depth > 3 ? 0 : 2))
      return fc.array(valuesOf(schema.items ?? {}, depth + 1), { minLength, maxLength: most })
    }
    case 'object':
      return objectsOf(schema, depth)
    default:
      return fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.boolean(), fc.constant(null))
  }
}

const stringsOf = ({ pattern, minLength = 0, maxLength = 40 }: JsonSchema): fc.Arbitrary<unknown> => {
  const fits = strings.filter(
    (one) =>
      one.length >= minLength &&
      one.length <= maxLength &&
      (pattern === undefined || new RegExp(pattern, 'u').test(one)),
  )
  const known = fits.length > 0 ? [fc.constantFrom(...fits)] : []
  if (pattern === undefined) return fc.oneof(...known, fc.string({ minLength, maxLength: Math.min(maxLength, 40) }))
  return known[0] ?? generated(pattern) ?? fc.string({ minLength, maxLength })
}

/** Some patterns look ahead, which nothing can be generated from. */
const generated = (pattern: string): fc.Arbitrary<string> | null => {
  try {
    return fc.stringMatching(new RegExp(pattern), { size: 'small' })
  } catch {
    return null
  }
}

const numbersOf = ({ type, minimum, maximum }: JsonSchema): fc.Arbitrary<unknown> => {
  const min = Math.ceil(minimum ?? -10)
  const max = Math.floor(Math.min(maximum ?? min + 1000, min + 100_000))
  return type === 'integer' || min === max ? fc.integer({ min, max: Math.max(min, max) }) : fc.integer({ min, max })
}

const objectsOf = (schema: JsonSchema, depth: number): fc.Arbitrary<unknown> => {
  const required = schema.required ?? []
  const known = Object.entries(schema.properties ?? {})
  const values = fc.record(Object.fromEntries(known.map(([name, inner]) => [name, valuesOf(inner, depth + 1)])), {
    requiredKeys: required,
  })
  const more = schema.additionalProperties
  if (known.length > 0 || typeof more !== 'object' || more === null) return values
  return fc.dictionary(fc.stringMatching(/^[A-Z]{1,5}$/), valuesOf(more, depth + 1), { maxKeys: 3 })
}

/** The JSON Schema of what an operation takes as its body; null where it takes none. */
export const bodySchemaOf = ({ body, patchOf }: Operation): unknown =>
  body && z.toJSONSchema(patchOf ?? body, { io: 'input', unrepresentable: 'any' })

/** A body that the operation's own schema takes; undefined where it takes none. Throws where none was found. */
export const validBody = (operation: Operation): unknown => {
  if (!operation.body) return undefined
  if (operation.patchOf || operation.bodyOptional) return {}
  const { body } = operation
  const found = fc
    .sample(valuesOf(bodySchemaOf(operation)), { numRuns: 500, seed: 7 })
    .find((value) => body.safeParse(value).success)
  if (found === undefined) throw new Error(`no body for ${operation.operationId} was found in 500 tries`)
  return found
}
