import { listMigrations } from './migrations-list'
import { withSchemaEngine } from './schema-engine'

/**
 * Brings the database to the newest migration, or to the one named `upTo`, as `prisma migrate deploy` does, with the same `_prisma_migrations`
 * table; concurrent callers wait for each other. Returns the names applied now, in order. Throws with the engine's
 * words when a migration fails.
 */
export async function applyMigrations(databaseUrl: string, upTo?: string): Promise<string[]> {
  return withSchemaEngine(databaseUrl, async (engine) => {
    const migrationsList = await listMigrations(upTo)
    const result = await engine.applyMigrations({ migrationsList, filters: { externalTables: [], externalEnums: [] } })
    return result.appliedMigrationNames
  })
}
