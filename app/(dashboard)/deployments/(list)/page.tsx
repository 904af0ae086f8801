import type { Metadata } from 'next'
import { cursorOf, type ListPage } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { HistoryFilters } from '@/components/deployments/history-filters'
import { HistoryTable } from '@/components/deployments/history-table'
import { NoHistory } from '@/components/deployments/no-history'
import { Pager } from '@/components/frame/pager'
import { LiveRefresh } from '@/components/live/live-refresh'
import { PageHead } from '@/components/ui/section'
import { may } from '@/core/access/policy'
import { isFiltered } from '@/core/deployments/filter'
import { historyFilterSchema } from '@/core/deployments/filter-schema'
import { listDeployers } from '@/services/deployments/list-deployers'
import { listHistory } from '@/services/deployments/list-history'
import { readRedeployPlan, redeploy } from '../../apps/actions'

export const metadata: Metadata = { title: 'Deployments' }

const DeploymentsPage = async ({ searchParams }: ListPage) => {
  const ctx = await requireContext()
  const query = await searchParams
  const cursor = cursorOf(query.cursor)
  const filter = historyFilterSchema.parse(query)
  const [{ data, nextCursor }, deployers] = await Promise.all([
    listHistory({ ctx, input: { limit: 25, cursor, filter } }),
    listDeployers({ ctx, input: {} }),
  ])
  return (
    <>
      <PageHead title="Deployments" lead="Of all apps, newest first." />
      <LiveRefresh />
      {data.length > 0 || isFiltered(filter) ? <HistoryFilters filter={filter} deployers={deployers} /> : null}
      {data.length === 0 ? (
        <NoHistory isFiltered={isFiltered(filter)}>Deploy an app, and each attempt is listed here.</NoHistory>
      ) : (
        <HistoryTable
          entries={data}
          now={ctx.clock.now().toISOString()}
          withApp
          {...(may(ctx.actor, 'deployment.start') ? { actions: { plan: readRedeployPlan, redeploy } } : {})}
        />
      )}
      <Pager path="/deployments" filter={filter} cursor={cursor} nextCursor={nextCursor} what="deployments" />
    </>
  )
}

export default DeploymentsPage
