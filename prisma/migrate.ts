import { listMigrations } from './migrations-list'
import { withSchemaEngine } from './schema-engine'

/**
 * Brings the database to the newest migration, as `prisma migrate deploy` does, with the same `_prisma_migrations`
 * table; concurrent callers wait for each other. Returns the names applied now, in order. Throws with the engine's
 * words when a migration fails.
 */
export async function applyMigrations(databaseUrl: string): Promise<string[]> {
  return withSchemaEngine(databaseUrl, async (engine) => {
    const migrationsList = await listMigrations()
    const result = await engine.applyMigrations({ migrationsList, filters: { externalTables: [], externalEnums: [] } })
    return result.appliedMigrationNames
  })
}
