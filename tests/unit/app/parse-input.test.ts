import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseRequest, queryOf } from '@/app/_server/parse-input'
import { GaplessError } from '@/core/errors'

const schema = z.strictObject({
  name: z.string(),
  inner: z.strictObject({ list: z.array(z.strictObject({ count: z.number() })) }).optional(),
  env: z.record(z.string(), z.string()).optional(),
})

const paths = (value: unknown): string[] => {
  try {
    parseRequest(schema, value)
    return []
  } catch (error) {
    if (!(error instanceof GaplessError) || error.kind !== 'invalid') throw error
    return error.fields.map((field) => field.path)
  }
}

describe('what was sent', () => {
  it('is given back parsed', () => {
    expect(parseRequest(schema, { name: 'shop', env: { A: 'line\nline; "quoted"' } })).toEqual({
      name: 'shop',
      env: { A: 'line\nline; "quoted"' },
    })
  })

  it('names each bad value by its path', () => {
    expect(paths({ name: 1, inner: { list: [{ count: 1 }, { count: '2' }] } })).toEqual(['name', 'inner.list.1.count'])
  })

  it('names fields that nobody knows', () => {
    expect(paths({ name: 'a', colour: 'red', inner: { list: [], size: 1 } })).toEqual(['inner.size', 'colour'])
  })

  it('refuses what Postgres or Docker cannot hold, values and names', () => {
    expect(paths({ name: 'a\0b' })).toEqual(['name'])
    expect(paths({ name: '\ud800' })).toEqual(['name'])
    expect(paths({ name: 'a', env: { 'K\0': 'v' } })).toEqual(['env.K\0'])
    expect(paths(JSON.parse('{"name":"a","env":{"__proto__":"v"}}'))).toEqual(['env.__proto__'])
  })

  it('keeps the answer short however much is wrong', () => {
    const found = paths({ name: 'a', ['x'.repeat(1_000_000)]: 1, inner: { list: Array(5000).fill({}) } })
    expect(found.length).toBeLessThanOrEqual(100)
    expect(Math.max(...found.map((path) => path.length))).toBeLessThanOrEqual(300)
  })
})

describe('query parameters', () => {
  it('become an object', () => {
    expect(queryOf(new URL('http://localhost/?limit=5&cursor=a%20b'))).toEqual({ limit: '5', cursor: 'a b' })
  })

  it('may be given once only', () => {
    expect(() => queryOf(new URL('http://localhost/?limit=5&limit=6'))).toThrow(/once/)
  })
})
