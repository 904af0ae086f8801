import type { Metadata } from 'next'
import Link from 'next/link'
import { cursorOf, type ListPage, queryValue } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { Pager } from '@/components/frame/pager'
import { IncidentFilter } from '@/components/incidents/incident-filter'
import { IncidentTable } from '@/components/incidents/incident-table'
import { LiveRefresh } from '@/components/live/live-refresh'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHead } from '@/components/ui/section'
import { may } from '@/core/access/policy'
import { formatCountOf } from '@/core/format/number'
import { type IncidentStatus, incidentStatuses } from '@/core/incidents/status'
import { countIncidents, type IncidentCounts } from '@/services/incidents/count-incidents'
import { listIncidentRows } from '@/services/incidents/list-incident-rows'

export const metadata: Metadata = { title: 'Incidents' }

const IncidentsPage = async ({ searchParams }: ListPage) => {
  const ctx = await requireContext()
  const query = await searchParams
  const cursor = cursorOf(query.cursor)
  const status = incidentStatuses.find((one) => one === queryValue(query.status))
  const [{ data, nextCursor }, counts] = await Promise.all([
    listIncidentRows({ ctx, input: { limit: 25, cursor, ...(status ? { statuses: [status] } : {}) } }),
    countIncidents({ ctx, input: {} }),
  ])
  const hasAny = data.length > 0 || status !== undefined || cursor !== null
  return (
    <>
      <PageHead title="Incidents" lead={hasAny ? stateWords(counts) : undefined} />
      <LiveRefresh />
      {hasAny ? <IncidentFilter counts={counts} chosen={status} /> : null}
      {data.length > 0 ? (
        <IncidentTable incidents={data} now={ctx.clock.now().toISOString()} withApp />
      ) : (
        <NoIncidents status={status} mayAdd={may(ctx.actor, 'monitor.create')} />
      )}
      <Pager path="/incidents" filter={{ status }} cursor={cursor} nextCursor={nextCursor} what="incidents" />
    </>
  )
}

const stateWords = ({ open, acknowledged }: IncidentCounts): string => {
  const all = open + acknowledged
  if (all === 0) return 'Nothing is wrong now.'
  if (open === 0)
    return `${formatCountOf(all, 'incident lasts', 'incidents last')}; somebody has seen ${all === 1 ? 'it' : 'all of them'}.`
  return `${formatCountOf(open, 'incident waits', 'incidents wait')} for somebody to look.`
}

const emptyWords: Record<IncidentStatus, readonly [title: string, text: string]> = {
  open: ['Nothing is open', 'Every incident has ended, or somebody has said that they have seen it.'],
  acknowledged: ['Nothing is acknowledged', 'An incident that somebody has seen is here until it ends.'],
  resolved: ['Nothing has ended yet', 'Incidents that are over are kept here, with what happened.'],
}

const NoIncidents = ({ status, mayAdd }: { status: IncidentStatus | undefined; mayAdd: boolean }) => {
  if (status !== undefined) {
    const [title, text] = emptyWords[status]
    return <EmptyState title={title}>{text}</EmptyState>
  }
  const add = (
    <Button asChild look="primary">
      <Link href="/monitors/new">Add Alert</Link>
    </Button>
  )
  return (
    <EmptyState title="No incident yet" action={mayAdd ? add : null}>
      When a monitor fails, an incident opens here: what is wrong, since when, and which deployment came just before. It
      ends by itself when the monitor works again.
    </EmptyState>
  )
}

export default IncidentsPage
