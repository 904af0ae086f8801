import { z } from 'zod'
import { sealContexts } from '@/core/secrets/seal-contexts'
import type { DatabaseOrTransaction } from '@/services/context'

/** Under which name the dashboard's certificate that came from files is kept, for every process to have it. */
export const keptCertificateName = 'dashboard.certificate'
export const keptKeyContext = sealContexts.instanceSetting(keptCertificateName)

const keptCertificateSchema = z.object({
  chain: z.string(),
  domains: z.array(z.string()),
  issuer: z.string(),
  fingerprint: z.string(),
  notBefore: z.string(),
  notAfter: z.string(),
  /** As of Certificate: which number of days was last told of. */
  toldDays: z.number().nullable(),
})
export type KeptCertificate = z.infer<typeof keptCertificateSchema>

/** The dashboard's certificate from files, with its sealed key; null where there is none. */
export const findKeptCertificate = async (
  db: DatabaseOrTransaction,
): Promise<(KeptCertificate & { sealed: string }) | null> => {
  const row = await db.instanceSetting.findUnique({ where: { key: keptCertificateName } })
  return row?.sealed ? { ...keptCertificateSchema.parse(row.value), sealed: row.sealed } : null
}
