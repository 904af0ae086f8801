import { chooseCertificate } from '@/core/certificates/matching'
import type { Certificate } from '@/prisma/generated/client'
import type { Context } from '@/services/context'

/** A certificate as it is shown: its key never comes back. */
export interface CertificateView {
  id: string
  name: string
  domains: string[]
  issuer: string
  notBefore: string
  notAfter: string
  /** SHA-256, hex. */
  fingerprint: string
  createdAt: string
  updatedAt: string
  /** The domains that it serves, by app. */
  uses: { appId: string; appName: string; domains: string[] }[]
}

const viewOf = (row: Certificate, uses: CertificateView['uses']): CertificateView => ({
  id: row.id,
  name: row.name,
  domains: row.domains,
  issuer: row.issuer,
  notBefore: row.notBefore.toISOString(),
  notAfter: row.notAfter.toISOString(),
  fingerprint: row.fingerprint,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  uses,
})

/** Views of these certificates, in two more queries. What serves a domain is decided among all of the team's. */
export const certificateViews = async (ctx: Context, rows: readonly Certificate[]): Promise<CertificateView[]> => {
  if (rows.length === 0) return []
  const [all, apps] = await Promise.all([
    ctx.db.certificate.findMany({ select: { id: true, domains: true, notAfter: true } }),
    ctx.db.app.findMany({
      where: { deletedAt: null, domains: { some: {} } },
      select: { id: true, name: true, domains: { select: { name: true }, orderBy: { position: 'asc' } } },
      orderBy: { name: 'asc' },
    }),
  ])
  const served = apps.flatMap((app) =>
    app.domains.map(({ name }) => ({ app, domain: name, by: chooseCertificate(all, name)?.id })),
  )
  return rows.map((row) => {
    const uses = apps.flatMap((app) => {
      const domains = served.filter((one) => one.app === app && one.by === row.id).map((one) => one.domain)
      return domains.length === 0 ? [] : [{ appId: app.id, appName: app.name, domains }]
    })
    return viewOf(row, uses)
  })
}

/** One certificate's. */
export const certificateView = async (ctx: Context, row: Certificate): Promise<CertificateView> => {
  const [view] = await certificateViews(ctx, [row])
  if (!view) throw new Error('a certificate has a view')
  return view
}
