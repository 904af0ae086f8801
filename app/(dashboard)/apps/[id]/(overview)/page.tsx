import type { Metadata } from 'next'
import Link from 'next/link'
import { type IdPage, type ListPage, orNotFound, queryValue } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { AppFacts } from '@/components/apps/app-facts'
import { Repairs } from '@/components/apps/repairs'
import { ReplicaTable } from '@/components/apps/replica-table'
import { TrafficCharts } from '@/components/apps/traffic-charts'
import { HistoryTable } from '@/components/deployments/history-table'
import { OpenIncidents } from '@/components/incidents/open-incidents'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { may } from '@/core/access/policy'
import { appTitle, appVerdict } from '@/core/apps/verdict'
import { unresolved } from '@/core/incidents/status'
import { type SampleRange, sampleRanges } from '@/core/samples/ranges'
import { listReplicas } from '@/services/apps/list-replicas'
import { liveSince } from '@/services/apps/live-since'
import { listHistory } from '@/services/deployments/list-history'
import { listIncidentRows } from '@/services/incidents/list-incident-rows'
import { readAppTraffic } from '@/services/samples/read-app-traffic'
import { readRedeployPlan, redeploy } from '../../actions'
import { readApp } from '../read-app'

export const generateMetadata = async ({ params }: IdPage): Promise<Metadata> => ({
  title: { absolute: appTitle(await orNotFound(readApp((await params).id))) },
})

const rangeOf = (value: string | undefined): SampleRange => sampleRanges.find((range) => range === value) ?? '1h'

const OverviewPage = async ({ params, searchParams }: IdPage & ListPage) => {
  const { id } = await params
  const ctx = await requireContext()
  const app = await orNotFound(readApp(id))
  const range = rangeOf(queryValue((await searchParams).range))
  const [history, since, traffic, replicas, incidents] = await Promise.all([
    listHistory({ ctx, input: { appId: id, limit: 5 } }),
    liveSince({ ctx, input: { appId: id, releaseId: app.currentReleaseId } }),
    readAppTraffic({ ctx, input: { appId: id, range } }),
    listReplicas({ ctx, input: { appId: id, hasMemoryLimit: app.resources.memoryMb !== undefined } }),
    listIncidentRows({ ctx, input: { appId: id, statuses: unresolved, limit: 5 } }),
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
      <p className="max-w-3xl text-2xl font-medium tracking-tight text-balance">{appVerdict(facts, now)}</p>
      <OpenIncidents incidents={incidents.data} now={now.toISOString()} />
      <Repairs repairs={app.repairs} now={now.toISOString()} />
      {app.currentReleaseId === null ? null : (
        <>
          <TrafficCharts appId={id} initial={traffic} />
          <Section title="Replicas">
            <ReplicaTable replicas={replicas} now={now.toISOString()} />
          </Section>
        </>
      )}
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
      <Section title="Set to">
        <AppFacts app={app} now={now.toISOString()} />
      </Section>
    </>
  )
}

export default OverviewPage
