import { chooseCertificate } from '@/core/certificates/matching'
import type { DomainTls } from '@/core/ports/traffic'
import type { Context, DatabaseOrTransaction } from '@/services/context'
import { openPem, versionOf } from './certificate-pem'

interface TlsApp {
  teamId: string
  domains: readonly string[]
  httpsRedirect: boolean
}

/** A domain's certificate before its key is opened. */
export interface ServedDomain {
  domain: string
  version: string
  redirect: boolean
  open(): DomainTls
}

/**
 * Which certificate serves each of an app's domains, for as many apps as one likes, in one query. Only certificates of an
 * app's own team are looked at: another team's may be for the same name and is never served for it.
 */
export const servedDomains = async (
  { vault }: Pick<Context, 'vault'>,
  db: DatabaseOrTransaction,
  teamIds: readonly string[],
): Promise<(app: TlsApp) => Promise<ServedDomain[]>> => {
  const certificates = await db.certificate.findMany({
    where: { teamId: { in: [...new Set(teamIds)] } },
    select: { id: true, teamId: true, domains: true, notAfter: true, chain: true, keySealed: true },
  })
  return async ({ teamId, domains, httpsRedirect }) => {
    const own = certificates.filter((certificate) => certificate.teamId === teamId)
    const served = await Promise.all(
      domains.map(async (domain): Promise<ServedDomain | null> => {
        const certificate = chooseCertificate(own, domain)
        if (!certificate) return null
        const tls = { domain, version: await versionOf(certificate.chain), redirect: httpsRedirect }
        return { ...tls, open: () => ({ ...tls, pem: openPem(vault, certificate) }) }
      }),
    )
    return served.filter((one) => one !== null)
  }
}
