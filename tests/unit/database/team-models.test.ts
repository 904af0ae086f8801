import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { models } from '@/adapters/database/team-models'

const schema = readFileSync(new URL('../../../prisma/schema.prisma', import.meta.url), 'utf8')

const declared = [...schema.matchAll(/^model (\w+) \{$([\s\S]*?)^\}$/gm)].map(([, name = '', body = '']) => ({
  name,
  fields: [...body.matchAll(/^\s+(\w+)\s+(\w+)(\[\])?/gm)].map(([, field = '', type = '', list]) => ({
    field,
    type,
    list: list !== undefined,
  })),
}))
const names = new Set(declared.map((model) => model.name))

describe('the table of models', () => {
  it('was read from a schema with models in it', () => {
    expect(declared.length).toBeGreaterThan(15)
  })

  it('knows every model and which belong to a team', () => {
    const wanted = declared.map(({ name, fields }) => [name, fields.some(({ field }) => field === 'teamId')] as const)
    const known = Object.entries(models).map(([name, model]) => [name, model.ofTeam] as const)
    expect(Object.fromEntries(known)).toEqual(Object.fromEntries(wanted))
  })

  it('knows every relation', () => {
    const wanted = declared.map(({ name, fields }) => [
      name,
      Object.fromEntries(
        fields.filter(({ type }) => names.has(type)).map(({ field, type, list }) => [field, { model: type, list }]),
      ),
    ])
    const known = Object.entries(models).map(([name, model]) => [name, model.relations])
    expect(Object.fromEntries(known)).toEqual(Object.fromEntries(wanted))
  })
})
