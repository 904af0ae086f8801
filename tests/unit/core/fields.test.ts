import { describe, expect, it } from 'vitest'
import { domainSchema, envSchema, httpPathSchema, imageReferenceSchema, nameSchema } from '@/core/apps/fields'
import { parseImageReference } from '@/core/apps/image-reference'

/** What could end a line, a word or a string in some configuration. */
const hostile = ['\n', '\r', '\0', '\t', ' ', ';', '"', "'", '\\', '`', '$', '{', '}', '#', '\u001b', '\u2028', 'ä']

describe.each([
  ['a name', nameSchema, 'shop'],
  ['a domain', domainSchema, 'shop.example.com'],
  ['a path', httpPathSchema, '/health'],
  ['an image', imageReferenceSchema, 'ghcr.io/team/shop:1.4'],
])('%s', (_, schema, good) => {
  it('is taken as it is', () => {
    expect(schema.parse(good)).toBe(good)
  })
  it.each(hostile)('has no %j, wherever it stands', (character) => {
    const middle = Math.floor(good.length / 2)
    for (const at of [0, middle, good.length]) {
      expect(schema.safeParse(good.slice(0, at) + character + good.slice(at)).success).toBe(false)
    }
  })
  it('refuses a megabyte', () => {
    for (const part of ['a', '-', 'a-', 'a.', '/a'])
      expect(schema.safeParse(good + part.repeat(1_000_000 / part.length)).success).toBe(false)
  })
})

describe('a domain', () => {
  it('is stored in lower case', () => {
    expect(domainSchema.parse('Shop.Example.COM')).toBe('shop.example.com')
  })
  it.each([
    '',
    '.',
    'a..b',
    '-a.com',
    'a-.com',
    'http://a.com',
    'a.com:80',
    'a.com/',
    '*.a.com',
    `${'a'.repeat(64)}.com`,
  ])('is not %j', (text) => {
    expect(domainSchema.safeParse(text).success).toBe(false)
  })
})

describe('an image', () => {
  const digest = `sha256:${'a'.repeat(64)}`
  it.each([
    ['nginx', { registry: 'docker.io', name: 'nginx', tag: null, digest: null }],
    ['team/shop:1.4', { registry: 'docker.io', name: 'team/shop', tag: '1.4', digest: null }],
    ['localhost/shop', { registry: 'localhost', name: 'localhost/shop', tag: null, digest: null }],
    ['localhost:5000/shop', { registry: 'localhost:5000', name: 'localhost:5000/shop', tag: null, digest: null }],
    ['ghcr.io/a/b/c:x', { registry: 'ghcr.io', name: 'ghcr.io/a/b/c', tag: 'x', digest: null }],
    [`reg.local:1/shop:2@${digest}`, { registry: 'reg.local:1', name: 'reg.local:1/shop', tag: '2', digest }],
  ])('%s has its parts', (reference, parts) => {
    expect(parseImageReference(imageReferenceSchema.parse(reference))).toEqual(parts)
  })
  it.each([
    ...['Shop', 'shop:', 'shop@sha256:12', '/shop', 'shop/', 'a//b', 'https://ghcr.io/shop'],
    ...['gapless-1f/shop:v1', 'docker.io/gapless-1f/shop:v1', 'index.docker.io/gapless-1f/shop:v1'],
    ...['sha256:cafe', digest],
  ])('is not %j', (reference) => {
    expect(imageReferenceSchema.safeParse(reference).success).toBe(false)
  })
})

describe('an environment', () => {
  it('keeps whatever a value holds but NUL', () => {
    const env = { A: 'line\nline', B: `; "quotes" 'and' \\ $HOME \`id\``, C: '\u001b[31m', D: '', _e9: 'grün 🌱' }
    expect(envSchema.parse(env)).toEqual(env)
    expect(envSchema.safeParse({ A: 'a\0b' }).success).toBe(false)
  })
  it.each(['', '1A', 'A-B', 'A=B', 'A B', 'Ä', 'A\n', 'a'.repeat(256)])('has no variable %j', (name) => {
    expect(envSchema.safeParse({ [name]: 'x' }).success).toBe(false)
  })
  it('is no larger than what Linux hands to a process, in bytes', () => {
    expect(envSchema.safeParse({ A: 'a'.repeat(120_000) }).success).toBe(true)
    expect(envSchema.safeParse({ A: 'ä'.repeat(60_001) }).success).toBe(false)
    const many = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`V${at}`, 'a'.repeat(110_000)]))
    expect(envSchema.safeParse(many).success).toBe(false)
  })
})
