import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg'

export const migrationsFolder = join(import.meta.dirname, 'migrations')

/** The migrations that ship, `<timestamp>_<name>/migration.sql`; their names sort in the order they apply. Those after `upTo` are left out. */
export async function listMigrations(upTo?: string): Promise<MigrationList> {
  await mkdir(migrationsFolder, { recursive: true })
  const entries = await readdir(migrationsFolder, { withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isDirectory() && (upTo === undefined || entry.name <= upTo))
    .map((entry) => entry.name)
  const migrationDirectories = await Promise.all(
    names.sort().map(async (name) => {
      const value = await readFile(join(migrationsFolder, name, 'migration.sql'), 'utf8')
      return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } } }
    }),
  )
  return {
    baseDir: migrationsFolder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories,
  }
}
