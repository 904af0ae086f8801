import { notFound } from 'next/navigation'
import { GaplessError } from '@/core/errors'

/** A page about the thing whose id stands in the address. */
export interface IdPage {
  params: Promise<{ id: string }>
}

/** A page with values after the `?`. */
export interface ListPage {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** What a page is about, or the page that says there is no such thing. */
export const orNotFound = async <Data>(found: Promise<Data>): Promise<Data> => {
  try {
    return await found
  } catch (error) {
    if (error instanceof GaplessError && error.kind === 'not_found') notFound()
    throw error
  }
}

/** One value of a page's query; the first where there are several. */
export const queryValue = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value

/** A cursor that somebody may have typed: ids are UUIDs, anything else begins at the top. */
export const cursorOf = (value: string | string[] | undefined): string | null => {
  const given = queryValue(value)
  return given !== undefined && /^[0-9a-f-]{36}$/.test(given) ? given : null
}

/** Whether the dashboard is opened on the machine it runs on, where *.localhost needs no DNS. */
export const isLocal = (instanceUrl: string): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(new URL(instanceUrl).hostname)
