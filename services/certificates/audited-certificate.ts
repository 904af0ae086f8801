import type { Certificate, Prisma } from '@/prisma/generated/client'

/** A certificate as the audit log shows it. */
export const auditedCertificate = ({
  domains,
  issuer,
  fingerprint,
  notAfter,
}: Pick<Certificate, 'domains' | 'issuer' | 'fingerprint' | 'notAfter'>): Prisma.InputJsonObject => ({
  domains,
  issuer,
  fingerprint,
  notAfter: notAfter.toISOString(),
})
