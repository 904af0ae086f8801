import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, '../../../prisma')
const read = (name: string) => readFileSync(join(folder, name), 'utf8')

test('every change of the schema has its migration (npm run migration -- NAME)', () => {
  expect(read('migrations/schema.prisma')).toBe(read('schema.prisma'))
})
