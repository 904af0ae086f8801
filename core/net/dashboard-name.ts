/**
 * The host name under which the dashboard is to be reached by HTTPS; null where its address is plain, or no name that a
 * certificate could be for.
 */
export const dashboardName = (address: string): string | null => {
  const { protocol, hostname } = new URL(address)
  if (protocol !== 'https:' || !hostname.includes('.')) return null
  return /^[\d.]+$/.test(hostname) ? null : hostname.toLowerCase()
}
