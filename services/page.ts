/** A page of a list, newest first: `cursor` is the last id of the page before. */
export interface PageInput {
  limit: number
  cursor?: string | null | undefined
}

export interface Page<Item> {
  data: Item[]
  nextCursor: string | null
}

/** The part of a query that makes a page; ids are UUIDs of version 7, so their order is that of time. */
export const pageQuery = (input: PageInput) => ({
  where: input.cursor ? { id: { lt: input.cursor } } : {},
  orderBy: { id: 'desc' as const },
  take: input.limit + 1,
})

/** Cuts the row off that was only read to see whether there are more. */
export const cutPage = <Row extends { id: string }>(rows: readonly Row[], limit: number): Page<Row> => {
  const data = rows.slice(0, limit)
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null }
}
