import type { AppDefinition } from '@/core/apps/schema'
import { conflict, invalid } from '@/core/errors'
import { coveringCertificates } from '@/services/certificates/covering'
import type { Context } from '@/services/context'

type Wanted = Pick<AppDefinition, 'domains' | 'httpsRedirect'>

/**
 * What an app's domains must be beside well-formed. `before` is what it had: what was in order then is not asked again, so
 * that a certificate that is gone keeps nobody from changing something else. Throws conflict (domain_taken) for the name
 * of the dashboard, and invalid (httpsRedirect) where users would be sent to a name that has no certificate.
 */
export const assertDomains = async (ctx: Context, wanted: Wanted, before: Wanted | null): Promise<void> => {
  const { dashboard } = ctx.instance
  const own = dashboard ? wanted.domains.indexOf(dashboard.domain) : -1
  if (own !== -1) {
    const message = `${wanted.domains[own]} is the address of this dashboard. Choose another for the app.`
    throw conflict('domain_taken', message, `domains.${own}`)
  }
  const known = before?.httpsRedirect ? before.domains : []
  const added = wanted.domains.filter((domain) => !known.includes(domain))
  if (!wanted.httpsRedirect || (before?.httpsRedirect && added.length === 0)) return
  if (wanted.domains.length === 0) {
    throw invalid([{ path: 'httpsRedirect', message: 'The app has no domain yet. Give it one with a certificate.' }])
  }
  const covering = await coveringCertificates(ctx.db)
  const bare = added.filter((domain) => covering(domain) === null)
  if (bare.length === 0) return
  const message = `No certificate is for ${bare.join(', ')}. Add one under Settings, Certificates, then send users to HTTPS.`
  throw invalid([{ path: 'httpsRedirect', message }])
}
