/** Which part of a list: `cursor` is the id of the last row of the page before. */
export interface Page {
  limit: number
  cursor?: string | null
}

export interface Listed<Row> {
  data: Row[]
  /** The last id where there may be more. */
  nextCursor: string | null
}

/** Ids are UUIDs of version 7: their order is that of time, so the id alone is a stable cursor. */
export const newestFirst = (page: Page) => ({
  where: page.cursor ? { id: { lt: page.cursor } } : {},
  orderBy: { id: 'desc' as const },
  take: page.limit + 1,
})

export const oldestFirst = (page: Page) => ({
  where: page.cursor ? { id: { gt: page.cursor } } : {},
  orderBy: { id: 'asc' as const },
  take: page.limit + 1,
})

/** Cuts the one row more that was read to see whether there is another page. */
export const listed = <Row extends { id: string }, View>(
  rows: readonly Row[],
  page: Page,
  view: (row: Row) => View,
): Listed<View> => {
  const shown = rows.slice(0, page.limit)
  return { data: shown.map(view), nextCursor: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null }
}
