import type { Metadata } from 'next'
import Link from 'next/link'
import { type ListPage, queryValue } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { Breadcrumbs } from '@/components/frame/breadcrumbs'
import { NotAllowed } from '@/components/frame/not-allowed'
import { WindowForm } from '@/components/maintenance/window-form'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHead } from '@/components/ui/section'
import { whyNot } from '@/core/access/policy'
import { listMonitorNames } from '@/services/monitors/list-monitor-names'
import { addWindow } from '../actions'

export const metadata: Metadata = { title: 'New maintenance window' }

const NewWindowPage = async ({ searchParams }: ListPage) => {
  const ctx = await requireContext()
  const refusal = whyNot(ctx.actor, 'maintenance_window.create')
  if (refusal) return <NotAllowed title="New maintenance window" why={refusal} />
  const monitors = await listMonitorNames({ ctx, input: {} })
  const wanted = queryValue((await searchParams).monitor)
  const chosen = monitors.length === 1 ? monitors : monitors.filter(({ id }) => id === wanted)
  return (
    <>
      <Breadcrumbs
        way={[
          { href: '/monitors', title: 'Monitors' },
          { href: '/monitors/maintenance', title: 'Maintenance' },
        ]}
        here="New window"
      />
      <PageHead
        title="New maintenance window"
        lead="Checks go on meanwhile, so that you see how it goes; nobody is told."
      />
      {monitors.length === 0 ? (
        <EmptyState
          title="Nothing is watched yet"
          action={
            <Button asChild look="primary">
              <Link href="/monitors/new">Add Alert</Link>
            </Button>
          }
        >
          A maintenance window is about monitors, so add one first.
        </EmptyState>
      ) : (
        <WindowForm monitors={monitors} monitorIds={chosen.map(({ id }) => id)} add={addWindow} />
      )}
    </>
  )
}

export default NewWindowPage
