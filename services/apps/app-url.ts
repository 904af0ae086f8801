import type { Context } from '@/services/context'

type Ports = Pick<Context['instance'], 'proxyHttpPort' | 'proxyHttpsPort'>

/** Where users reach an app by this domain, by HTTPS where a certificate is for it; null without a domain. */
export const appUrl = (domain: string | undefined, ports: Ports, isSecured: boolean): string | null => {
  if (domain === undefined) return null
  const [scheme, port, usual] = isSecured ? ['https', ports.proxyHttpsPort, 443] : ['http', ports.proxyHttpPort, 80]
  return `${scheme}://${domain}${port === usual ? '' : `:${port}`}`
}
