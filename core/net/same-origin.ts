interface Asked {
  method: string
  /** Where the browser says the request comes from: `same-origin`, `cross-site`, … */
  fetchSite: string | null
  origin: string | null
  host: string | null
}

/**
 * Whether a request that changes something comes from our own pages. Browsers say so in Sec-Fetch-Site, older ones in
 * Origin only; a program that sends neither carries no browser's cookies by mistake.
 */
export const isFromOwnPages = ({ method, fetchSite, origin, host }: Asked): boolean => {
  if (method === 'GET' || method === 'HEAD') return true
  if (fetchSite !== null) return fetchSite === 'same-origin'
  return origin === null || (URL.canParse(origin) && new URL(origin).host === host)
}
