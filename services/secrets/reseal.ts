import { Prisma } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'
import { type SealedColumn, sealedColumns } from './sealed-columns'

type Ctx = Pick<InstanceContext, 'instanceDb' | 'vault'>

/** Rows that are read at once; each is written by itself, so that nobody waits for us. */
const batch = 200

const identifier = (name: string): Prisma.Sql => Prisma.raw(`"${name}"`)
const sealedText = ({ column }: SealedColumn): Prisma.Sql => Prisma.sql`${identifier(column)} LIKE 'v1.%'`

interface Row {
  id: string
  sealed: string
  bound: string[]
}

/**
 * Seals everything again that was not sealed by the present key, while others read and write: a row that somebody else
 * has written meanwhile is left to them, for they seal with the present key. Safe to end at any point and to do again.
 * Returns how many texts were sealed again. Throws naming the row where a text cannot be opened.
 */
export const resealEverything = async (ctx: Ctx, onProgress: (done: number) => void = () => undefined) => {
  let done = 0
  for (const column of sealedColumns) {
    for (let after = ''; ; ) {
      const rows = await staleRows(ctx, column, after)
      for (const row of rows) done += await resealRow(ctx, column, row)
      onProgress(done)
      const last = rows.at(-1)
      if (rows.length < batch || !last) break
      after = last.id
    }
  }
  return done
}

const staleRows = ({ instanceDb, vault }: Ctx, column: SealedColumn, after: string): Promise<Row[]> => {
  const { model, id, boundTo } = column
  const bound = Prisma.join(boundTo.map(identifier))
  return instanceDb.$queryRaw<Row[]>`
    SELECT ${identifier(id)} AS id, ${identifier(column.column)} AS sealed, ARRAY[${bound}]::text[] AS bound
    FROM ${identifier(model)}
    WHERE ${identifier(id)} > ${after} AND ${sealedText(column)}
      AND split_part(${identifier(column.column)}, '.', 2) <> ${vault.currentKey()}
    ORDER BY ${identifier(id)} LIMIT ${batch}`
}

const resealRow = async ({ instanceDb, vault }: Ctx, column: SealedColumn, row: Row): Promise<number> => {
  const context = column.context(...row.bound)
  const name = identifier(column.column)
  return instanceDb.$executeRaw`
    UPDATE ${identifier(column.model)} SET ${name} = ${vault.seal(openRow(vault, column, row, context), context)}
    WHERE ${identifier(column.id)} = ${row.id} AND ${name} = ${row.sealed}`
}

const openRow = (vault: Ctx['vault'], column: SealedColumn, row: Row, context: string): string => {
  try {
    return vault.open(row.sealed, context)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(`${column.model} ${row.id}, ${column.column}: ${why}`)
  }
}

/** How many texts each key has sealed, by the key's id. */
export const countByKey = async ({ instanceDb }: Pick<Ctx, 'instanceDb'>): Promise<Map<string, number>> => {
  const counts = new Map<string, number>()
  for (const column of sealedColumns) {
    const rows = await instanceDb.$queryRaw<{ key: string; count: number }[]>`
      SELECT split_part(${identifier(column.column)}, '.', 2) AS key, count(*)::int AS count
      FROM ${identifier(column.model)} WHERE ${sealedText(column)} GROUP BY 1`
    for (const { key, count } of rows) counts.set(key, (counts.get(key) ?? 0) + count)
  }
  return counts
}
