import type { Metadata } from 'next'
import Link from 'next/link'
import { cursorOf, type ListPage } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { AppTable } from '@/components/apps/app-table'
import { FirstApp } from '@/components/apps/first-app'
import { Pager } from '@/components/frame/pager'
import { LiveRefresh } from '@/components/live/live-refresh'
import { Button } from '@/components/ui/button'
import { PageHead } from '@/components/ui/section'
import { may } from '@/core/access/policy'
import { listApps } from '@/services/apps/list-apps'
import { startApp } from '../actions'

export const metadata: Metadata = { title: 'Apps' }

const AppsPage = async ({ searchParams }: ListPage) => {
  const ctx = await requireContext()
  const cursor = cursorOf((await searchParams).cursor)
  const { data, nextCursor } = await listApps({ ctx, input: { limit: 50, cursor } })
  const now = ctx.clock.now().toISOString()
  const mayCreate = may(ctx.actor, 'app.create')
  if (data.length === 0 && cursor === null) {
    return (
      <>
        <PageHead title="Apps" />
        <LiveRefresh />
        <FirstApp mayCreate={mayCreate} />
      </>
    )
  }
  return (
    <>
      <PageHead
        title="Apps"
        actions={
          mayCreate ? (
            <Button asChild look="primary">
              <Link href="/apps/new">New app</Link>
            </Button>
          ) : null
        }
      />
      <LiveRefresh />
      <AppTable apps={data} now={now} {...(may(ctx.actor, 'deployment.start') ? { deploy: startApp } : {})} />
      <Pager path="/apps" cursor={cursor} nextCursor={nextCursor} what="apps" />
    </>
  )
}

export default AppsPage
