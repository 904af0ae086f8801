import type { TestProject } from 'vitest/node'
import { startThrowawayPostgres } from '@/bin/lib/throwaway-postgres'
import { applyMigrations } from '@/prisma/migrate'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A migrated, empty database that fresh ones are copied from; nobody connects to it. */
    templateDatabaseUrl: string
  }
}

/** One PostgreSQL for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startThrowawayPostgres()
  await applyMigrations(postgres.url)
  project.provide('templateDatabaseUrl', postgres.url)
  return postgres.stop
}
