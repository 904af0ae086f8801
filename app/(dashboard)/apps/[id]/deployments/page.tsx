import type { Metadata } from 'next'
import { cursorOf, type IdPage, type ListPage, orNotFound } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { HistoryFilters } from '@/components/deployments/history-filters'
import { HistoryTable } from '@/components/deployments/history-table'
import { NoHistory } from '@/components/deployments/no-history'
import { Pager } from '@/components/frame/pager'
import { may } from '@/core/access/policy'
import { appTitle } from '@/core/apps/verdict'
import { isFiltered } from '@/core/deployments/filter'
import { historyFilterSchema } from '@/core/deployments/filter-schema'
import { listDeployers } from '@/services/deployments/list-deployers'
import { listHistory } from '@/services/deployments/list-history'
import { readRedeployPlan, redeploy } from '../../actions'
import { readApp } from '../read-app'

export const generateMetadata = async ({ params }: IdPage): Promise<Metadata> => ({
  title: { absolute: appTitle(await orNotFound(readApp((await params).id)), 'deployment history') },
})

const HistoryPage = async ({ params, searchParams }: IdPage & ListPage) => {
  const { id } = await params
  const ctx = await requireContext()
  const query = await searchParams
  const cursor = cursorOf(query.cursor)
  const filter = historyFilterSchema.parse(query)
  const [{ data, nextCursor }, deployers] = await Promise.all([
    orNotFound(listHistory({ ctx, input: { appId: id, limit: 25, cursor, filter } })),
    listDeployers({ ctx, input: {} }),
  ])
  const mayDeploy = may(ctx.actor, 'deployment.start')
  return (
    <section aria-labelledby="history">
      <h2 id="history" className="mb-1 text-lg font-semibold">
        Deployment history
      </h2>
      <p className="mb-3 text-muted">
        Every attempt and what it did to users.
        {mayDeploy ? (
          <span className="max-md:hidden">
            {' '}
            Press <kbd className="rounded-sm border px-1 font-mono text-xs">r</kbd> on a focused row to redeploy it,{' '}
            <kbd className="rounded-sm border px-1 font-mono text-xs">Enter</kbd> to see what it changed.
          </span>
        ) : null}
      </p>
      {data.length > 0 || isFiltered(filter) ? <HistoryFilters filter={filter} deployers={deployers} /> : null}
      {data.length === 0 ? (
        <NoHistory isFiltered={isFiltered(filter)}>
          Every deployment is kept here with its proof, and each release can be made live again from here.
        </NoHistory>
      ) : (
        <HistoryTable
          entries={data}
          now={ctx.clock.now().toISOString()}
          {...(mayDeploy ? { actions: { plan: readRedeployPlan, redeploy } } : {})}
        />
      )}
      <Pager
        path={`/apps/${id}/deployments`}
        filter={filter}
        cursor={cursor}
        nextCursor={nextCursor}
        what="deployments"
      />
    </section>
  )
}

export default HistoryPage
