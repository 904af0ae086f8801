import { Prisma, type PrismaClient } from '@/prisma/generated/client'

/** Every row of every table, parts of tables by themselves, by the table's name. */
export const tableContents = async (db: PrismaClient): Promise<Record<string, unknown>> => {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT relname AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '_prisma_migrations' ORDER BY 1`
  const contents: Record<string, unknown> = {}
  for (const { name } of tables) {
    const rows = await db.$queryRaw<{ all: unknown }[]>`
      SELECT coalesce(json_agg(t ORDER BY t::text), '[]') AS all FROM ${Prisma.raw(`"${name}"`)} t`
    contents[name] = rows[0]?.all
  }
  return contents
}
