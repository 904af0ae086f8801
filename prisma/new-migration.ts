import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault, runCommand } from '@/bin/lib/fault'
import { startThrowawayPostgres } from '@/bin/lib/throwaway-postgres'
import { applyMigrations } from './migrate'
import { migrationsFolder } from './migrations-list'
import { withSchemaEngine } from './schema-engine'

const schemaPath = join(import.meta.dirname, 'schema.prisma')

/** The schema as of the newest migration. The engine's WebAssembly build cannot read it back from a database. */
const migratedPath = join(migrationsFolder, 'schema.prisma')

/** The SQL that leads from the migrations so far to the present schema; null when they agree. */
async function compare(databaseUrl: string): Promise<string | null> {
  const migrated = await readFile(migratedPath, 'utf8').catch(() => null)
  const present = await readFile(schemaPath, 'utf8')
  return withSchemaEngine(databaseUrl, async (engine) => {
    const result = await engine.diff({
      from: migrated === null ? { tag: 'empty' } : datamodel(migratedPath, migrated),
      to: datamodel(schemaPath, present),
      script: true,
      exitCode: true,
      filters: { externalTables: [], externalEnums: [] },
    })
    return result.exitCode === 2 ? result.stdout : null
  })
}

function datamodel(path: string, content: string) {
  return { tag: 'schemaDatamodel' as const, files: [{ path, content }] }
}

runCommand(async () => {
  const name = process.argv[2] ?? ''
  if (!/^[a-z][a-z0-9_]{2,60}$/.test(name)) {
    throw new Fault('Give the migration a name in snake_case: npm run migration -- add_monitors')
  }
  const postgres = await startThrowawayPostgres()
  try {
    const sql = await compare(postgres.url)
    if (sql === null) {
      console.log('The schema has not changed since the last migration; nothing was written.')
      return 0
    }
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
    const folder = join(migrationsFolder, `${stamp}_${name}`)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'migration.sql'), sql)
    await applyMigrations(postgres.url)
    await copyFile(schemaPath, migratedPath)
    console.log(`Wrote ${folder}/migration.sql and tried it. Read it, and commit it with ${migratedPath}.`)
    return 0
  } finally {
    await postgres.stop()
  }
})
