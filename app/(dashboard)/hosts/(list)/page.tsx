import type { Metadata } from 'next'
import Link from 'next/link'
import { cursorOf, type ListPage } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { Pager } from '@/components/frame/pager'
import { HostList } from '@/components/hosts/host-list'
import { LiveRefresh } from '@/components/live/live-refresh'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHead } from '@/components/ui/section'
import { may } from '@/core/access/policy'
import { listKnownHosts } from '@/services/hosts/list-known-hosts'
import { checkHost, removeHost } from '../actions'

export const metadata: Metadata = { title: 'Hosts' }

const HostsPage = async ({ searchParams }: ListPage) => {
  const ctx = await requireContext()
  const cursor = cursorOf((await searchParams).cursor)
  const { data, nextCursor } = await listKnownHosts({ ctx, input: { limit: 50, cursor } })
  const add = may(ctx.actor, 'host.create') ? (
    <Button asChild look="primary">
      <Link href="/hosts/new">Add host</Link>
    </Button>
  ) : null
  return (
    <>
      <PageHead
        title="Hosts"
        lead="Docker engines that Gapless drives. Apps run there, behind two proxies."
        actions={add}
      />
      <LiveRefresh />
      {data.length === 0 ? (
        <EmptyState title="No hosts yet" action={add}>
          A host needs nothing but Docker: no agent, no open admin port.
        </EmptyState>
      ) : (
        <HostList
          hosts={data}
          now={ctx.clock.now().toISOString()}
          grantable={ctx.actor.isOperator}
          {...(may(ctx.actor, 'host.test') ? { check: checkHost } : {})}
          {...(may(ctx.actor, 'host.delete') ? { remove: removeHost } : {})}
        />
      )}
      <Pager path="/hosts" cursor={cursor} nextCursor={nextCursor} what="hosts" />
    </>
  )
}

export default HostsPage
