import { isIP } from 'node:net'

/**
 * Where a request came from, null if unknown. The last entry is that of the nearest proxy, or of Next's own server;
 * those before it are what the client says of itself.
 */
export const clientIp = (headers: Headers): string | null => {
  const last = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? ''
  const address = last.replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(address) === 0 ? null : address
}
