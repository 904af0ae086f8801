import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { Service } from '@/services/context'
import { type CertificateView, certificateView } from './certificate-view'

/** One certificate, without its key. Throws not_found. */
export const getCertificate: Service<{ certificateId: string }, CertificateView> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'certificate.read')
  const row = await ctx.db.certificate.findUnique({ where: { id: input.certificateId } })
  if (!row) throw notFound('certificate')
  return certificateView(ctx, row)
}
