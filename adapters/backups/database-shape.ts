import type { Client } from 'pg'
import type { DatabaseShape, PartitionShape, TableShape } from '@/core/backups/manifest'

/** Prisma's own list of what was applied. */
const migrationsTable = '_prisma_migrations'

/** What there is to copy: tables that are no parts of others, in whichever order. */
export const tablesOf = async (client: Client): Promise<TableShape[]> => {
  const { rows } = await client.query<TableShape>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND c.relname <> $1
     GROUP BY c.relname ORDER BY c.relname`,
    [migrationsTable],
  )
  return rows
}

/** The parts of a time that workers make and drop. Those that a migration made are there without our help. */
const partitionsOf = async (client: Client): Promise<PartitionShape[]> => {
  const { rows } = await client.query<PartitionShape>(
    `SELECT c.relname AS name, p.relname AS parent, pg_get_expr(c.relpartbound, c.oid) AS bound
     FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid JOIN pg_class p ON p.oid = inhparent
     WHERE c.relnamespace = current_schema()::regnamespace AND pg_get_expr(c.relpartbound, c.oid) LIKE 'FOR VALUES FROM%'
     ORDER BY c.relname`,
  )
  return rows
}

/** All of it, within the caller's transaction. */
export const shapeOf = async (client: Client): Promise<DatabaseShape> => {
  const migrations = await client.query<{ name: string }>(
    `SELECT migration_name AS name FROM ${migrationsTable} WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1`,
  )
  const sequences = await client.query<DatabaseShape['sequences'][number]>(
    `SELECT sequencename AS name, coalesce(last_value, start_value)::text AS value, last_value IS NOT NULL AS "isCalled"
     FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1`,
  )
  return {
    migrations: migrations.rows.map(({ name }) => name),
    tables: await tablesOf(client),
    partitions: await partitionsOf(client),
    sequences: sequences.rows,
  }
}
