import type { Metadata } from 'next'
import Link from 'next/link'
import { type IdPage, orNotFound } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { LastIncidents } from '@/components/incidents/last-incidents'
import { MonitorsRefresh } from '@/components/live/monitors-refresh'
import { MonitorTable } from '@/components/monitors/monitor-table'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { may } from '@/core/access/policy'
import { appTitle } from '@/core/apps/verdict'
import { listIncidentRows } from '@/services/incidents/list-incident-rows'
import { listWithDays } from '@/services/monitors/list-with-days'
import { readApp } from '../read-app'

export const generateMetadata = async ({ params }: IdPage): Promise<Metadata> => ({
  title: { absolute: appTitle(await orNotFound(readApp((await params).id)), 'monitoring') },
})

const AppMonitoringPage = async ({ params }: IdPage) => {
  const { id } = await params
  const ctx = await requireContext()
  await orNotFound(readApp(id))
  const [{ data }, incidents] = await Promise.all([
    listWithDays({ ctx, input: { limit: 50, appId: id } }),
    listIncidentRows({ ctx, input: { appId: id, limit: 5 } }),
  ])
  const now = ctx.clock.now().toISOString()
  const addAlert = may(ctx.actor, 'monitor.create') ? (
    <Button asChild look={data.length === 0 ? 'primary' : 'plain'}>
      <Link href={`/monitors/new?app=${id}`}>Add Alert</Link>
    </Button>
  ) : null
  return (
    <>
      <MonitorsRefresh monitorIds={data.map((monitor) => monitor.id)} />
      <Section title="Monitors" actions={data.length === 0 ? null : addAlert}>
        {data.length === 0 ? (
          <EmptyState title="Nobody watches this app yet" action={addAlert}>
            An alert asks its URL every minute, every five seconds while it is being deployed, and names the deployment
            when something goes wrong.
          </EmptyState>
        ) : (
          <MonitorTable monitors={data} now={now} />
        )}
      </Section>
      {data.length === 0 ? null : <LastIncidents incidents={incidents.data} now={now} />}
    </>
  )
}

export default AppMonitoringPage
