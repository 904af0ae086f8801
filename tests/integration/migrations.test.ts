import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startThrowawayPostgres, type ThrowawayPostgres } from '@/bin/lib/throwaway-postgres'
import { applyMigrations } from '@/prisma/migrate'

let postgres: ThrowawayPostgres

beforeAll(async () => {
  postgres = await startThrowawayPostgres()
})
afterAll(() => postgres.stop())

test('two at once apply every migration once, in order, and later ones find nothing to do', async () => {
  const shipped = readdirSync(join(import.meta.dirname, '../../prisma/migrations'), { withFileTypes: true })
  const names = shipped.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const applied = await Promise.all([applyMigrations(postgres.url), applyMigrations(postgres.url)])
  expect(applied.flat()).toEqual(names.sort())
  expect(await applyMigrations(postgres.url)).toEqual([])
})
