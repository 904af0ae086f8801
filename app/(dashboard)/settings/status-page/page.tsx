import { ExternalLink } from 'lucide-react'
import type { Metadata } from 'next'
import { requireContext } from '@/app/_server/session'
import { StatusPageForm } from '@/components/settings/status-page-form'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { may } from '@/core/access/policy'
import { formatCountOf } from '@/core/format/number'
import { getStatusPage } from '@/services/status-pages/get-status-page'
import type { StatusPageView } from '@/services/status-pages/page-view'
import { savePage } from './actions'

export const metadata: Metadata = { title: 'Status page' }

const StatusPageSettings = async () => {
  const ctx = await requireContext()
  const page = await getStatusPage({ ctx, input: {} })
  const mayChange = may(ctx.actor, 'status_page.update')
  return (
    <Section
      title="Status page"
      description="What everybody may see of your monitors, without a login: no address, no cause in your own words."
    >
      {page ? <Where page={page} /> : null}
      {mayChange ? (
        <StatusPageForm base={`${ctx.instance.url}/status/`} initial={page} save={savePage} />
      ) : page ? null : (
        <EmptyState title="No status page">An admin of this team can set one up here.</EmptyState>
      )}
    </Section>
  )
}

const Where = ({ page }: { page: StatusPageView }) => (
  <p className="mb-6">
    {page.enabled ? (
      <a href={page.url} className="target text-accent underline" target="_blank" rel="noreferrer">
        {page.url} <ExternalLink size={14} aria-hidden />
        <span className="sr-only"> (opens in a new tab)</span>
      </a>
    ) : (
      'It is switched off: its address answers as if there were nothing.'
    )}{' '}
    <span className="text-muted">{formatCountOf(page.subscribers, 'subscriber')} by mail.</span>
  </p>
)

export default StatusPageSettings
