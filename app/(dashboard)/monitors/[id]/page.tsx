import type { Metadata } from 'next'
import Link from 'next/link'
import { type IdPage, type ListPage, orNotFound, queryValue } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { Breadcrumbs } from '@/components/frame/breadcrumbs'
import { LastIncidents } from '@/components/incidents/last-incidents'
import { MonitorsRefresh } from '@/components/live/monitors-refresh'
import { CheckStored } from '@/components/monitors/check-stored'
import { CheckTable } from '@/components/monitors/check-table'
import { LatencyChart } from '@/components/monitors/latency-chart'
import { PauseButton } from '@/components/monitors/monitor-actions'
import { monitorMark } from '@/components/monitors/status'
import { UptimeBars } from '@/components/monitors/uptime-bars'
import { UptimeFigures } from '@/components/monitors/uptime-figures'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHead, Section } from '@/components/ui/section'
import { StatusMark } from '@/components/ui/status-mark'
import { may } from '@/core/access/policy'
import { checkCursor } from '@/core/monitors/check-cursor'
import { type LatencyRange, latencyRanges } from '@/core/monitors/latency-ranges'
import { monitorStateWords } from '@/core/monitors/state'
import { monitorTitle, monitorVerdict } from '@/core/monitors/verdict'
import { listMoves } from '@/services/deployments/list-moves'
import { listIncidentRows } from '@/services/incidents/list-incident-rows'
import { dayBars } from '@/services/monitors/day-bars'
import { listChecks } from '@/services/monitors/list-checks'
import { readLatency } from '@/services/monitors/read-latency'
import { readUptimes } from '@/services/monitors/read-uptime'
import { setEnabled } from '../actions'
import { readMonitor } from './read-monitor'

export const generateMetadata = async ({ params }: IdPage): Promise<Metadata> => ({
  title: { absolute: monitorTitle(await orNotFound(readMonitor((await params).id))) },
})

const rangeOf = (value: string | undefined): LatencyRange => latencyRanges.find((range) => range === value) ?? '24h'

const MonitorPage = async ({ params, searchParams }: IdPage & ListPage) => {
  const { id } = await params
  const ctx = await requireContext()
  const query = await searchParams
  const monitor = await orNotFound(readMonitor(id))
  const cursor = checkCursor.safeParse(queryValue(query.before)).data ?? null
  const [uptimes, days, latency, checks, incidents] = await Promise.all([
    readUptimes({ ctx, input: { monitorId: id } }),
    dayBars(ctx, { teamId: ctx.actor.teamId, monitorIds: [id] }),
    readLatency({ ctx, input: { monitorId: id, range: rangeOf(queryValue(query.range)) } }),
    listChecks({ ctx, input: { monitorId: id, limit: 20, cursor } }),
    listIncidentRows({ ctx, input: { monitorId: id, limit: 5 } }),
  ])
  const [first] = latency.points
  const moves = monitor.appId && first ? await listMoves(ctx, monitor.appId, new Date(first.at)) : []
  const now = ctx.clock.now()
  const mayChange = may(ctx.actor, 'monitor.update')
  return (
    <>
      <Breadcrumbs way={[{ href: '/monitors', title: 'Monitors' }]} here={monitor.name} />
      <PageHead
        title={monitor.name}
        lead={
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <StatusMark
              mark={monitorMark(monitor.state)}
              word={monitorStateWords[monitor.state]}
              className="text-text"
            />
            <span className="min-w-0 font-mono text-sm break-all">
              {monitor.method} {monitor.url}
            </span>
          </span>
        }
        actions={
          mayChange ? (
            <>
              <PauseButton monitorId={id} enabled={monitor.enabled} setEnabled={setEnabled} />
              <Button asChild look="plain">
                <Link href={`/monitors/${id}/edit`}>Change</Link>
              </Button>
            </>
          ) : null
        }
      />
      <MonitorsRefresh monitorIds={[id]} />
      <p className="mb-6 max-w-3xl text-2xl font-medium tracking-tight text-balance">
        {monitorVerdict({ ...monitor, since: monitor.since === null ? null : new Date(monitor.since) }, now)}
      </p>
      {may(ctx.actor, 'monitor.check') ? <CheckStored monitorId={id} /> : null}
      <Section title="Uptime">
        <UptimeFigures uptimes={uptimes} />
        <UptimeBars bars={days.get(id) ?? []} span="90 days" className="mt-5 h-10" />
        <p className="mt-1 flex justify-between text-sm text-muted">
          <span>90 days ago</span>
          <span>today</span>
        </p>
      </Section>
      <LatencyChart monitorId={id} {...latency} moves={moves} />
      <LastIncidents incidents={incidents.data} now={now.toISOString()} />
      <Section title="Checks" description="One by one, as long as they are kept.">
        {checks.data.length === 0 ? (
          <EmptyState title="Not checked yet">The first check comes within seconds.</EmptyState>
        ) : (
          <CheckTable checks={checks.data} now={now.toISOString()} />
        )}
        {cursor !== null || checks.nextCursor !== null ? (
          <nav aria-label="Pages of checks" className="mt-4 flex justify-between">
            {cursor === null ? <span /> : <PageLink href={`/monitors/${id}`}>Newest checks</PageLink>}
            {checks.nextCursor === null ? null : (
              <PageLink href={`/monitors/${id}?before=${encodeURIComponent(checks.nextCursor)}`}>Older checks</PageLink>
            )}
          </nav>
        ) : null}
      </Section>
    </>
  )
}

const PageLink = ({ href, children }: { href: string; children: string }) => (
  <Button asChild look="plain">
    <Link href={href} scroll={false}>
      {children}
    </Link>
  </Button>
)

export default MonitorPage
