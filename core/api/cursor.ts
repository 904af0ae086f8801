import { z } from 'zod'

/** Ids are UUIDs of version 7: their order is that of time, so the last id of a page says where the next begins. */
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const message = 'This is no cursor of this list; leave it out to begin with the first page.'

/** The cursor that callers are given for the last id of a page. */
export const encodeCursor = (id: string): string =>
  btoa(`id:${id}`).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

const decode = (cursor: string): string | null => {
  try {
    const [kind, id = ''] = atob(cursor.replaceAll('-', '+').replaceAll('_', '/')).split(/:(.*)/s)
    return kind === 'id' && uuid.test(id) ? id : null
  } catch {
    return null
  }
}

/** Takes a cursor, gives the id it stands for. */
export const cursorSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,200}$/, message)
  .transform((cursor, context) => {
    const id = decode(cursor)
    if (id !== null) return id
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })

interface Page<Item> {
  data: Item[]
  nextCursor: string | null
}

/** A service's page, whose cursor is an id, as callers see it. */
export const publicPage = <Item>(page: Page<Item>): Page<Item> => ({
  data: page.data,
  nextCursor: page.nextCursor === null ? null : encodeCursor(page.nextCursor),
})
