import { chooseCertificate } from '@/core/certificates/matching'
import type { Database } from '@/services/context'

/** What an app's page needs to know of the certificate that serves one of its domains. */
export interface Covering {
  id: string
  name: string
  domains: string[]
  notAfter: Date
}

/** Finds which of the team's certificates serves a domain, for as many domains as one likes, in one query. */
export const coveringCertificates = async (db: Database): Promise<(domain: string) => Covering | null> => {
  const all: Covering[] = await db.certificate.findMany({
    select: { id: true, name: true, domains: true, notAfter: true },
  })
  return (domain) => chooseCertificate(all, domain)
}
