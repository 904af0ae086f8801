import { assertMay } from '@/core/access/policy'
import { mergePatch } from '@/core/apps/merge-patch'
import { certificatePatchSchema } from '@/core/certificates/schema'
import { invalid, notFound } from '@/core/errors'
import { sealContexts } from '@/core/secrets/seal-contexts'
import { parseValues } from '@/core/validation'
import type { Certificate } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context, Service } from '@/services/context'
import { isUniqueViolation } from '@/services/unique-violation'
import { auditedCertificate } from './audited-certificate'
import { certificateConflict } from './certificate-conflict'
import { type CertificateView, certificateView } from './certificate-view'
import { readOrRefuse } from './read-or-refuse'
import { tellAffected, writeAffected } from './tell-apps'

/**
 * Renames a certificate, or puts another in its place, which comes with its key. Throws not_found, invalid (name,
 * certificate, privateKey) and conflict (name_taken).
 */
export const updateCertificate: Service<
  { certificateId: string; patch: Record<string, unknown> },
  CertificateView
> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'certificate.update')
  const found = await ctx.db.certificate.findUnique({ where: { id: input.certificateId } })
  if (!found) throw notFound('certificate')
  const { name = found.name, ...given } = parseValues(certificatePatchSchema, mergePatch({}, input.patch))
  const replaced = replacement(ctx, found, given)
  const data = { name, ...replaced }
  const { row, affected } = await ctx.db
    .$transaction(async (tx) => {
      const row = await tx.certificate.update({ where: { id: found.id }, data })
      await recordAuditEvent(tx, ctx.actor, {
        action: 'certificate.update',
        target: { type: 'certificate', id: found.id, name },
        before: { name: found.name, ...auditedCertificate(found) },
        after: { name, ...auditedCertificate(row) },
      })
      const names = replaced ? [...found.domains, ...row.domains] : []
      return { row, affected: await writeAffected(tx, ctx, names) }
    })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? certificateConflict(name) : error
    })
  await tellAffected(ctx, affected)
  return certificateView(ctx, row)
}

/** Nobody was told of the new one's end yet. */
const replacement = (
  ctx: Context,
  { id }: Certificate,
  { certificate, privateKey }: { certificate?: string | undefined; privateKey?: string | undefined },
) => {
  if (certificate === undefined && privateKey === undefined) return null
  if (certificate === undefined || privateKey === undefined) {
    const [path, message] =
      certificate === undefined
        ? ['certificate', 'Give the certificate that the key belongs to as well.']
        : ['privateKey', 'Give the key of the new certificate as well; it is not shown and not kept for another.']
    throw invalid([{ path, message }])
  }
  const { key, ...read } = readOrRefuse(ctx, { certificate, privateKey })
  return { ...read, keySealed: ctx.vault.seal(key, sealContexts.certificateKey(id)), toldDays: null }
}
