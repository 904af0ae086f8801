import type { Metadata } from 'next'
import { cursorOf, type ListPage } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { HistoryTable } from '@/components/deployments/history-table'
import { Pager } from '@/components/frame/pager'
import { LiveRefresh } from '@/components/live/live-refresh'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHead } from '@/components/ui/section'
import { may } from '@/core/access/policy'
import { listHistory } from '@/services/deployments/list-history'
import { readRedeployPlan, redeploy } from '../../apps/actions'

export const metadata: Metadata = { title: 'Deployments' }

const DeploymentsPage = async ({ searchParams }: ListPage) => {
  const ctx = await requireContext()
  const cursor = cursorOf((await searchParams).cursor)
  const { data, nextCursor } = await listHistory({ ctx, input: { limit: 25, cursor } })
  return (
    <>
      <PageHead title="Deployments" lead="Of all apps, newest first." />
      <LiveRefresh />
      {data.length === 0 ? (
        <EmptyState title="No deployments yet">Deploy an app, and each attempt is listed here.</EmptyState>
      ) : (
        <HistoryTable
          entries={data}
          now={ctx.clock.now().toISOString()}
          withApp
          {...(may(ctx.actor, 'deployment.start') ? { actions: { plan: readRedeployPlan, redeploy } } : {})}
        />
      )}
      <Pager path="/deployments" cursor={cursor} nextCursor={nextCursor} what="deployments" />
    </>
  )
}

export default DeploymentsPage
