import { assertMay } from '@/core/access/policy'
import type { CertificateInput } from '@/core/certificates/schema'
import { sealContexts } from '@/core/secrets/seal-contexts'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Service } from '@/services/context'
import { isUniqueViolation } from '@/services/unique-violation'
import { auditedCertificate } from './audited-certificate'
import { certificateConflict } from './certificate-conflict'
import { type CertificateView, certificateView } from './certificate-view'
import { readOrRefuse } from './read-or-refuse'
import { tellAffected, writeAffected } from './tell-apps'

/**
 * Keeps a certificate with its key; from then on the proxies serve the team's domains with it that it is for. Throws
 * invalid (certificate, privateKey) and conflict (name_taken).
 */
export const createCertificate: Service<CertificateInput, CertificateView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'certificate.create')
  const { key, ...read } = readOrRefuse(ctx, input)
  const { row, affected } = await ctx.db
    .$transaction(async (tx) => {
      // The key is sealed for the certificate's id, so the row comes first.
      const { id } = await tx.certificate.create({
        data: { teamId: ctx.actor.teamId, name: input.name, ...read, keySealed: '' },
      })
      const row = await tx.certificate.update({
        where: { id },
        data: { keySealed: ctx.vault.seal(key, sealContexts.certificateKey(id)) },
      })
      await recordAuditEvent(tx, ctx.actor, {
        action: 'certificate.create',
        target: { type: 'certificate', id, name: input.name },
        after: auditedCertificate(read),
      })
      return { row, affected: await writeAffected(tx, ctx, read.domains) }
    })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? certificateConflict(input.name) : error
    })
  await tellAffected(ctx, affected)
  return certificateView(ctx, row)
}
