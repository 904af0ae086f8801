import fc from 'fast-check'
import { z } from 'zod'
import type { Operation } from '@/core/api/operation'
import { bodySchemaOf, valuesOf } from './api-values'

/** One call that somebody careless, or somebody malicious, might make. */
export interface Shot {
  operation: Operation
  /** For each id in its path; null: one that exists. */
  id: string | null
  query: string
  headers: Record<string, string>
  body: string | undefined
}

/** What no schema of ours is likely to have thought of. */
const oddities: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  '',
  ' ',
  '\0',
  '\ud800',
  '💥'.repeat(50),
  'ﷺ'.repeat(20),
  '../../etc/passwd',
  '\'; DROP TABLE "App"; --',
  '{{7*7}}<script>alert(1)</script>',
  'a'.repeat(70_000),
  '__proto__',
  [],
  {},
  [[[[[[[[]]]]]]]],
  { __proto__: { role: 'owner' }, constructor: { prototype: {} } },
  Array.from({ length: 300 }, (_, index) => index),
  Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}`, index])),
]

const odd = fc.constantFrom(...oddities)

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value with one thing wrong somewhere in it: another type, missing, too much, or of another depth. */
const broken = (value: unknown): fc.Arbitrary<unknown> => {
  if (!isObject(value)) return odd
  const names = Object.keys(value)
  const extra = fc.tuple(fc.constantFrom('colour', 'id', 'teamId', 'role', 'isOperator', '__proto__', 'x'), odd)
  const added = extra.map(([name, more]) => JSON.parse(`{${[...entries(value), pair(name, more)].join(',')}}`))
  if (names.length === 0) return added
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...names).chain((name) => replaced(value, name)) },
    { weight: 1, arbitrary: added },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(...names)
        .map((gone) => Object.fromEntries(Object.entries(value).filter(([name]) => name !== gone))),
    },
    { weight: 1, arbitrary: odd },
  )
}

/** Written out, so that `__proto__` is a name like any other. */
const pair = (name: string, value: unknown): string => `${JSON.stringify(name)}:${JSON.stringify(value ?? null)}`
const entries = (value: Json): string[] => Object.entries(value).map(([name, inner]) => pair(name, inner))

const replaced = (value: Json, name: string): fc.Arbitrary<unknown> =>
  fc.oneof(broken(value[name]), odd).map((inner) => ({ ...value, [name]: inner }))

const bodies = (operation: Operation): fc.Arbitrary<string | undefined> => {
  const schema = bodySchemaOf(operation)
  const good = schema === null ? fc.constant({}) : valuesOf(schema)
  return fc.oneof(
    { weight: 6, arbitrary: good.chain(broken).map((value) => JSON.stringify(value)) },
    { weight: 3, arbitrary: good.map((value) => JSON.stringify(value)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        undefined,
        '',
        'null',
        '{',
        '[1,2',
        '{"a":1}{"b":2}',
        '\ufeff{}',
        '"text"',
        `${'['.repeat(5000)}${']'.repeat(5000)}`,
        `{"name":"${'x'.repeat(200_000)}"}`,
        '{"name":"a","name":"b"}',
        '{"port":1e999}',
      ),
    },
  )
}

const queries = (operation: Operation): fc.Arbitrary<string> => {
  const schema = z.toJSONSchema(operation.query, { io: 'input', unrepresentable: 'any' })
  const { properties } = z.looseObject({ properties: z.record(z.string(), z.unknown()).default({}) }).parse(schema)
  const name = fc.constantFrom(...Object.keys(properties), 'cursor', 'colour', '__proto__')
  const value = fc.oneof(odd.map(String), fc.string({ maxLength: 30 }), fc.integer().map(String))
  // What a schema takes goes on to the database, and there are more ways to be refused before.
  const fitting = Object.entries(properties).map(([one, inner]) =>
    fc.tuple(fc.constant(one), valuesOf(inner).map(String)),
  )
  const pairs = fc.oneof(
    { weight: 1, arbitrary: fc.tuple(name, value) },
    ...fitting.map((arbitrary) => ({ weight: 1, arbitrary })),
  )
  const some = fc.array(pairs, { minLength: 1, maxLength: 3 }).map((all) => {
    const query = new URLSearchParams()
    for (const [key, one] of all) query.append(key, one.slice(0, 2000).replaceAll(/\p{Surrogate}/gu, '?'))
    return `?${query}`
  })
  // Where a query is all that there is to be wrong about, it mostly is.
  const none = { weight: fitting.length === 0 ? 4 : 1, arbitrary: fc.constant('') }
  return fc.oneof(none, { weight: fitting.length === 0 ? 1 : 3, arbitrary: some })
}

/** null stands for one that exists. Deleting those would soon leave nothing to be wrong about. */
const idsFor = ({ method }: Operation): fc.Arbitrary<string | null> =>
  fc.oneof(
    { weight: method === 'delete' ? 1 : 9, arbitrary: fc.constant(null) },
    { weight: 3, arbitrary: fc.uuid() },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        '%00',
        'x',
        '..',
        '%2e%2e%2f',
        'a'.repeat(500),
        '%F0%9F%92%A5',
        "'%3B--",
        '-1',
        'null',
      ),
    },
  )

const headers: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/merge-patch+json' },
      { 'content-type': 'multipart/form-data' },
      { 'content-length': '99999999' },
      { 'idempotency-key': 'k'.repeat(300) },
      { 'last-event-id': 'x'.repeat(300) },
      { 'x-forwarded-for': '::ffff:'.repeat(50) },
      { 'x-request-id': '<script>' },
    ),
  },
)

/** Calls of these operations with something or other wrong about most of them. */
export const shots = (operations: readonly Operation[]): fc.Arbitrary<Shot> =>
  fc.oneof(
    ...operations.map((operation) =>
      fc.record({
        operation: fc.constant(operation),
        id: idsFor(operation),
        query: queries(operation),
        headers,
        body: ['get', 'delete'].includes(operation.method) ? fc.constant(undefined) : bodies(operation),
      }),
    ),
  )
