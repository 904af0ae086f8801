import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sealedColumns } from '@/services/secrets/sealed-columns'

const root = join(import.meta.dirname, '../../..')
const schema = readFileSync(join(root, 'prisma/schema.prisma'), 'utf8')

it('knows every sealed column of the schema, so that none is forgotten when keys are rotated', () => {
  const declared = [...schema.matchAll(/^model (\w+) \{$([\s\S]*?)^\}$/gm)].flatMap(([, model = '', body = '']) =>
    [...body.matchAll(/^\s+(\w*[sS]ealed)\s+String/gm)].map(([, column]) => `${model}.${column}`),
  )
  expect(declared.length).toBeGreaterThan(8)
  expect(sealedColumns.map(({ model, column }) => `${model}.${column}`).sort()).toEqual(declared.sort())
})

it('sees every text bound to its place by the one list of contexts', () => {
  const files = readdirSync(join(root, 'services'), { recursive: true, encoding: 'utf8' })
  const sealing = files
    .filter((name) => name.endsWith('.ts') && !name.startsWith('secrets/'))
    .map((name) => ({ name, source: readFileSync(join(root, 'services', name), 'utf8') }))
    .filter(({ source }) => /[vV]ault\.(seal|open)\(/.test(source))
  expect(sealing.length).toBeGreaterThan(5)
  const bound = /from '@\/core\/secrets\/seal-contexts'|import [^;]*\w+Context\b[^;]* from|const \w+Context =/
  expect(sealing.filter(({ source }) => !bound.test(source)).map(({ name }) => name)).toEqual([])
  const general = (context: string) => context.replaceAll(/\$\{[^}]*\}/g, '*')
  const source = readFileSync(join(root, 'core/secrets/seal-contexts.ts'), 'utf8')
  const known = [...source.matchAll(/`([^`]+)`/g)].map(([, context = '']) => general(context))
  const own = files
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => [
      ...readFileSync(join(root, 'services', name), 'utf8').matchAll(/Context = \([^\n]*=> `([^`]+)`/g),
    ])
    .map(([, context = '']) => general(context))
  expect(own.filter((context) => !known.includes(context))).toEqual([])
})
