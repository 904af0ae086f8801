import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { auditedCertificate } from './audited-certificate'
import { tellAffected, writeAffected } from './tell-apps'

/**
 * Forgets a certificate and its key. Domains that no other certificate is for are served by plain HTTP from then on, and
 * no longer sent to HTTPS. Throws not_found.
 */
export const deleteCertificate: Service<{ certificateId: string }, void> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'certificate.delete')
  const affected = await ctx.db.$transaction(async (tx) => {
    const found = await tx.certificate.findUnique({ where: { id: input.certificateId } })
    if (!found) throw notFound('certificate')
    await tx.certificate.deleteMany({ where: { id: found.id } })
    await recordAuditEvent(tx, ctx.actor, {
      action: 'certificate.delete',
      target: { type: 'certificate', id: found.id, name: found.name },
      before: auditedCertificate(found),
    })
    return writeAffected(tx, ctx, found.domains)
  })
  await tellAffected(ctx, affected)
}
