import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { type CertificateView, certificateViews } from './certificate-view'

/** The team's certificates, newest first, without their keys. */
export const listCertificates: Service<PageInput, Page<CertificateView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'certificate.read')
  const { data, nextCursor } = cutPage(await ctx.db.certificate.findMany(pageQuery(input)), input.limit)
  return { data: await certificateViews(ctx, data), nextCursor }
}
