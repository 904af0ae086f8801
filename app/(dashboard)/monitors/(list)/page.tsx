import type { Metadata } from 'next'
import Link from 'next/link'
import { cursorOf, type ListPage, queryValue } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { ListSearch } from '@/components/frame/list-search'
import { Pager } from '@/components/frame/pager'
import { MonitorsRefresh } from '@/components/live/monitors-refresh'
import { BulkForm } from '@/components/monitors/bulk-form'
import { MonitorTable } from '@/components/monitors/monitor-table'
import { filterStates, StateFilter } from '@/components/monitors/state-filter'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHead } from '@/components/ui/section'
import { may } from '@/core/access/policy'
import { countStates } from '@/services/monitors/count-states'
import { listWithDays } from '@/services/monitors/list-with-days'
import { setEnabled } from '../actions'

export const metadata: Metadata = { title: 'Monitors' }

const MonitorsPage = async ({ searchParams }: ListPage) => {
  const ctx = await requireContext()
  const query = await searchParams
  const cursor = cursorOf(query.cursor)
  const search = (queryValue(query.q) ?? '').slice(0, 100)
  const state = filterStates.find((one) => one === queryValue(query.state))
  const [{ data, nextCursor }, counts] = await Promise.all([
    listWithDays({ ctx, input: { limit: 30, cursor, search, state } }),
    countStates({ ctx, input: {} }),
  ])
  const mayAdd = may(ctx.actor, 'monitor.create')
  const isNarrowed = search !== '' || state !== undefined
  const addAlert = mayAdd ? (
    <Button asChild look="primary">
      <Link href="/monitors/new">Add Alert</Link>
    </Button>
  ) : null
  const table = <MonitorTable monitors={data} now={ctx.clock.now().toISOString()} canChoose={mayAdd} />
  return (
    <>
      <PageHead
        title="Monitors"
        actions={
          <>
            <Button asChild look="plain">
              <Link href="/monitors/maintenance">Maintenance</Link>
            </Button>
            {addAlert}
          </>
        }
      />
      <MonitorsRefresh monitorIds={data.map(({ id }) => id)} />
      {data.length > 0 || isNarrowed ? (
        <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-2">
          <ListSearch label="Filter by name or URL" value={search} />
          <StateFilter counts={counts} chosen={state} search={search} />
        </div>
      ) : null}
      {data.length > 0 ? (
        mayAdd ? (
          <BulkForm setEnabled={setEnabled}>{table}</BulkForm>
        ) : (
          table
        )
      ) : isNarrowed ? (
        <EmptyState title="No monitor fits">Try another part of its name or URL, or another status.</EmptyState>
      ) : (
        <EmptyState title="Nothing is watched yet" action={addAlert}>
          A monitor asks a URL every minute, every five seconds while its app is being deployed, and tells Slack, mail
          or a webhook when the answer is not as it should be.
        </EmptyState>
      )}
      <Pager
        path="/monitors"
        filter={{ q: search || undefined, state }}
        cursor={cursor}
        nextCursor={nextCursor}
        what="monitors"
      />
    </>
  )
}

export default MonitorsPage
