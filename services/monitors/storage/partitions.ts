import { type Partition, partitionedTables, partitionsNeeded } from '@/core/monitors/storage'
import { Prisma } from '@/prisma/generated/client'
import type { DatabaseOrTransaction, InstanceContext } from '@/services/context'

type Ctx = Pick<InstanceContext, 'instanceDb' | 'clock'>
type Table = (typeof partitionedTables)[number]

/** So that no two workers make or drop the same at once; any number that nobody else uses. */
const lockKey = 7_340_502
/** Who waits longer for a table would keep those who come after waiting too; it is tried again soon. */
const waitMs = 2000

const identifier = (name: string): Prisma.Sql => Prisma.raw(`"${name}"`)

/** The partitions that a table has, by name. */
export const partitionsOf = async (db: DatabaseOrTransaction, table: Table): Promise<Set<string>> => {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT child.relname AS name FROM pg_inherits
    JOIN pg_class child ON child.oid = inhrelid JOIN pg_class parent ON parent.oid = inhparent
    WHERE parent.relname = ${table.name}::name AND pg_table_is_visible(parent.oid)`
  return new Set(rows.map(({ name }) => name))
}

/** Runs `work` in a transaction of its own that waits for no table long. Undefined where another worker is at it. */
export const aloneAndShortly = <Result>(
  { instanceDb }: Pick<InstanceContext, 'instanceDb'>,
  work: (tx: Prisma.TransactionClient) => Promise<Result>,
): Promise<Result | undefined> =>
  instanceDb.$transaction(async (tx) => {
    const [lock] = await tx.$queryRaw<{ got: boolean }[]>`SELECT pg_try_advisory_xact_lock(${lockKey}::bigint) AS got`
    if (!lock?.got) return undefined
    await tx.$executeRaw(Prisma.raw(`SET LOCAL lock_timeout = ${waitMs}`))
    return work(tx)
  })

/** Makes the partitions that now and the next days need, where they are missing. */
export const makePartitions = async (ctx: Ctx): Promise<void> => {
  const now = ctx.clock.now()
  for (const table of partitionedTables) {
    const needed = partitionsNeeded(table, now)
    const known = await partitionsOf(ctx.instanceDb, table)
    for (const partition of needed.filter(({ name }) => !known.has(name))) {
      await aloneAndShortly(ctx, async (tx) => {
        if (!(await partitionsOf(tx, table)).has(partition.name)) await make(tx, table, partition)
      })
    }
  }
}

/**
 * Made beside the table and then attached, which keeps nobody from writing to the others. Rows of its time that came
 * before it was there lie in the rest and are moved.
 */
const make = async (tx: Prisma.TransactionClient, table: Table, { name, from, to }: Partition): Promise<void> => {
  const [parent, rest, own] = [table.name, `${table.name}_other`, name].map(identifier)
  await tx.$executeRaw`LOCK TABLE ${rest} IN ACCESS EXCLUSIVE MODE`
  await tx.$executeRaw`CREATE TABLE ${own} (LIKE ${parent} INCLUDING ALL)`
  await tx.$executeRaw`
    WITH moved AS (
      DELETE FROM ${rest} WHERE "at" >= ${from.toISOString()}::timestamp AND "at" < ${to.toISOString()}::timestamp
      RETURNING *
    )
    INSERT INTO ${own} SELECT * FROM moved`
  const bounds = `FROM ('${from.toISOString()}') TO ('${to.toISOString()}')`
  await tx.$executeRaw`ALTER TABLE ${parent} ATTACH PARTITION ${own} FOR VALUES ${Prisma.raw(bounds)}`
}
