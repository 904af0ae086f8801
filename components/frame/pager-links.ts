interface Paged {
  path: string
  /** What the list is narrowed to, and where other lists of the page are; kept from page to page. */
  filter?: Readonly<Record<string, string | null | undefined>>
  /** The value of the address that says where this list is. */
  param?: string
  cursor: string | null
  nextCursor: string | null
}

/** Where a list's newest and older parts are; null where one is there already. */
export const pagerLinks = ({ path, filter = {}, param = 'cursor', cursor, nextCursor }: Paged) => {
  const to = (more: Record<string, string>): string => {
    const kept = Object.entries(filter).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    const query = new URLSearchParams([...kept, ...Object.entries(more)])
    return query.size === 0 ? path : `${path}?${query}`
  }
  return {
    newest: cursor === null ? null : to({}),
    older: nextCursor === null ? null : to({ [param]: nextCursor }),
  }
}
