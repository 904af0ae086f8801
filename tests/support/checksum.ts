import { z } from 'zod'
import type { Database } from '@/services/context'

/** What the use of a token alone changes. */
const unimportant = new Map([['ApiToken', ['lastUsedAt', 'lastUsedIp']]])

const tablesSchema = z.array(z.object({ name: z.string() }))
const sumsSchema = z.array(z.object({ name: z.string(), sum: z.string().nullable() }))

/** One checksum of every table, so that it shows which have changed between two looks. */
export const tableChecksums = async (db: Database): Promise<Record<string, string>> => {
  const tables = tablesSchema.parse(
    await db.$queryRawUnsafe(
      `SELECT relname AS name FROM pg_class
       WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace AND NOT relispartition`,
    ),
  )
  const parts = tables.map(({ name }) => {
    const without = (unimportant.get(name) ?? []).map((column) => ` - '${column}'`).join('')
    return `SELECT '${name}' AS name, (SELECT md5(string_agg(md5((to_jsonb(t)${without})::text), '' ORDER BY md5((to_jsonb(t)${without})::text))) FROM "${name}" t) AS sum`
  })
  const sums = sumsSchema.parse(await db.$queryRawUnsafe(parts.join(' UNION ALL ')))
  return Object.fromEntries(sums.map(({ name, sum }) => [name, sum ?? '']))
}

const writerSchema = z.tuple([z.object({ next: z.string() })])

/** The number that the next transaction that writes is given; readers are given none. */
export const nextWriter = async (db: Database): Promise<string> =>
  writerSchema.parse(await db.$queryRaw`SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next`)[0].next
