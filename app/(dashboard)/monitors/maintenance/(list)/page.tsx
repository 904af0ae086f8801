import type { Metadata } from 'next'
import Link from 'next/link'
import { cursorOf, type ListPage } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { Breadcrumbs } from '@/components/frame/breadcrumbs'
import { Pager } from '@/components/frame/pager'
import { LiveRefresh } from '@/components/live/live-refresh'
import { WindowTable } from '@/components/maintenance/window-table'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHead } from '@/components/ui/section'
import { may } from '@/core/access/policy'
import { listMaintenanceWindows } from '@/services/maintenance/list-windows'
import { listMonitorNames } from '@/services/monitors/list-monitor-names'
import { removeWindow } from '../actions'

export const metadata: Metadata = { title: 'Maintenance' }

const MaintenancePage = async ({ searchParams }: ListPage) => {
  const ctx = await requireContext()
  const cursor = cursorOf((await searchParams).cursor)
  const { data, nextCursor } = await listMaintenanceWindows({ ctx, input: { limit: 25, cursor } })
  const ids = [...new Set(data.flatMap(({ monitorIds }) => monitorIds))]
  const monitors = ids.length === 0 ? [] : await listMonitorNames({ ctx, input: { ids } })
  const add = may(ctx.actor, 'maintenance_window.create') ? (
    <Button asChild look="primary">
      <Link href="/monitors/maintenance/new">Add window</Link>
    </Button>
  ) : null
  return (
    <>
      <Breadcrumbs way={[{ href: '/monitors', title: 'Monitors' }]} here="Maintenance" />
      <PageHead
        title="Maintenance"
        lead="Times in which failures are expected: checks go on, nobody is told, and uptime does not count them."
        actions={data.length === 0 ? null : add}
      />
      <LiveRefresh />
      {data.length === 0 ? (
        <EmptyState title="No maintenance is planned" action={add}>
          Before work on a database or a provider’s own window, say when it is: nobody is woken up by what is expected.
        </EmptyState>
      ) : (
        <WindowTable
          windows={data}
          names={new Map(monitors.map(({ id, name }) => [id, name]))}
          now={ctx.clock.now().toISOString()}
          {...(may(ctx.actor, 'maintenance_window.delete') ? { remove: removeWindow } : {})}
        />
      )}
      <Pager path="/monitors/maintenance" cursor={cursor} nextCursor={nextCursor} what="windows" />
    </>
  )
}

export default MaintenancePage
