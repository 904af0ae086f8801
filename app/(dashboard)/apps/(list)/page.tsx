import type { Metadata } from 'next'
import Link from 'next/link'
import { cursorOf, type ListPage, queryValue } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { AppTable } from '@/components/apps/app-table'
import { FirstApp } from '@/components/apps/first-app'
import { SparksOf } from '@/components/apps/sparks'
import { TroubleLink } from '@/components/apps/trouble-link'
import { ListSearch } from '@/components/frame/list-search'
import { Pager } from '@/components/frame/pager'
import { LiveRefresh } from '@/components/live/live-refresh'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHead } from '@/components/ui/section'
import { may } from '@/core/access/policy'
import { countTroubledApps } from '@/services/apps/count-troubled-apps'
import { listApps } from '@/services/apps/list-apps'
import { listHostNames } from '@/services/hosts/list-host-names'
import { readAppUptimes } from '@/services/monitors/read-app-uptimes'
import { readSparks } from '@/services/samples/read-sparks'
import { startApp } from '../actions'

export const metadata: Metadata = { title: 'Apps' }

const AppsPage = async ({ searchParams }: ListPage) => {
  const ctx = await requireContext()
  const query = await searchParams
  const cursor = cursorOf(query.cursor)
  const text = (queryValue(query.q) ?? '').slice(0, 100)
  const onlyTroubled = queryValue(query.show) === 'trouble'
  const [{ data, nextCursor }, troubled] = await Promise.all([
    listApps({ ctx, input: { limit: 30, cursor, text, onlyTroubled } }),
    countTroubledApps({ ctx, input: {} }),
  ])
  const appIds = data.map((app) => app.id)
  const [sparks, uptimes] = await Promise.all([
    readSparks({ ctx, input: { appIds } }),
    readAppUptimes({ ctx, input: { appIds } }),
  ])
  const now = ctx.clock.now().toISOString()
  const mayCreate = may(ctx.actor, 'app.create')
  if (data.length === 0 && cursor === null && text === '' && !onlyTroubled) {
    const hosts = await listHostNames({ ctx, input: {} })
    return (
      <>
        <PageHead title="Apps" />
        <LiveRefresh />
        <FirstApp
          mayCreate={mayCreate}
          hasHost={hosts.length > 0}
          hasSample={ctx.instance.sampleImage !== null && hosts.includes('local')}
        />
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
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <ListSearch label="Filter by name or domain" value={text} />
        <TroubleLink count={troubled} isChosen={onlyTroubled} />
      </div>
      {data.length === 0 ? (
        <EmptyState title="No app fits">
          {onlyTroubled && text === ''
            ? 'Every app runs on as many healthy replicas as it should.'
            : 'Try another part of its name or of its domain.'}
        </EmptyState>
      ) : (
        <SparksOf initial={sparks} appIds={appIds}>
          <AppTable
            apps={data}
            uptimes={uptimes}
            now={now}
            {...(may(ctx.actor, 'deployment.start') ? { deploy: startApp } : {})}
          />
        </SparksOf>
      )}
      <Pager
        path="/apps"
        filter={{ q: text || undefined, show: onlyTroubled ? 'trouble' : undefined }}
        cursor={cursor}
        nextCursor={nextCursor}
        what="apps"
      />
    </>
  )
}

export default AppsPage
