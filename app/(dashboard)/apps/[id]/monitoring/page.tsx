import type { Metadata } from 'next'
import Link from 'next/link'
import { type IdPage, orNotFound } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { MonitorsRefresh } from '@/components/live/monitors-refresh'
import { MonitorTable } from '@/components/monitors/monitor-table'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { may } from '@/core/access/policy'
import { appTitle } from '@/core/apps/verdict'
import { listWithDays } from '@/services/monitors/list-with-days'
import { readApp } from '../read-app'

export const generateMetadata = async ({ params }: IdPage): Promise<Metadata> => ({
  title: { absolute: appTitle(await orNotFound(readApp((await params).id)), 'monitoring') },
})

const AppMonitoringPage = async ({ params }: IdPage) => {
  const { id } = await params
  const ctx = await requireContext()
  await orNotFound(readApp(id))
  const { data } = await listWithDays({ ctx, input: { limit: 50, appId: id } })
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
          <MonitorTable monitors={data} now={ctx.clock.now().toISOString()} />
        )}
      </Section>
    </>
  )
}

export default AppMonitoringPage
