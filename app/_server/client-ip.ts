/** Where a request comes from; caller-header.ts has made sure that the header is true. Null where there is none. */
export const clientIp = (headers: Pick<Headers, 'get'>): string | null => headers.get('x-forwarded-for')

/** Carries the path and query that were asked for; set by caller-header.ts, whatever the caller sends. */
export const pathHeader = 'x-gapless-path'
