import type { Metadata } from 'next'
import Link from 'next/link'
import { type IdPage, orNotFound } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { AppFacts } from '@/components/apps/app-facts'
import { HistoryTable } from '@/components/deployments/history-table'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { may } from '@/core/access/policy'
import { appVerdict } from '@/core/apps/verdict'
import { liveSince } from '@/services/apps/live-since'
import { listHistory } from '@/services/deployments/list-history'
import { readRedeployPlan, redeploy } from '../actions'
import { readApp } from './read-app'

export const generateMetadata = async ({ params }: IdPage): Promise<Metadata> => ({
  title: (await orNotFound(readApp((await params).id))).name,
})

const OverviewPage = async ({ params }: IdPage) => {
  const { id } = await params
  const ctx = await requireContext()
  const app = await orNotFound(readApp(id))
  const [history, since] = await Promise.all([
    listHistory({ ctx, input: { appId: id, limit: 5 } }),
    liveSince({ ctx, input: { appId: id, releaseId: app.currentReleaseId } }),
  ])
  const now = ctx.clock.now()
  const facts = {
    status: app.status,
    release: app.liveRelease?.number ?? null,
    ready: app.readyReplicas,
    wanted: app.wantedReplicas,
    liveSince: since === null ? null : new Date(since),
    deploying: app.status === 'deploying' ? (app.lastDeployment?.release?.number ?? null) : null,
  }
  return (
    <>
      <p className="mb-6 max-w-3xl text-2xl font-medium tracking-tight text-balance">{appVerdict(facts, now)}</p>
      <AppFacts app={app} />
      <Section
        title="Last deployments"
        actions={
          <Link href={`/apps/${id}/deployments`} className="text-accent hover:underline">
            All deployments
          </Link>
        }
      >
        {history.data.length === 0 ? (
          <EmptyState title="Not deployed yet">
            {app.image === null
              ? 'Name an image under Settings, then deploy.'
              : 'Press Deploy: the image is started, checked, and only then given traffic.'}
          </EmptyState>
        ) : (
          <HistoryTable
            entries={history.data}
            now={now.toISOString()}
            {...(may(ctx.actor, 'deployment.start') ? { actions: { plan: readRedeployPlan, redeploy } } : {})}
          />
        )}
      </Section>
    </>
  )
}

export default OverviewPage
