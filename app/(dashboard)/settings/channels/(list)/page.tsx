import type { Metadata } from 'next'
import { cursorOf, type ListPage } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { AddChannel } from '@/components/channels/add-channel'
import { ChannelTable } from '@/components/channels/channel-table'
import { NotAllowed } from '@/components/frame/not-allowed'
import { Pager } from '@/components/frame/pager'
import { LiveRefresh } from '@/components/live/live-refresh'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { may, whyNot } from '@/core/access/policy'
import { listChannelsWithLast } from '@/services/channels/list-with-last'
import { addChannel } from '../actions'

export const metadata: Metadata = { title: 'Channels' }

const ChannelsPage = async ({ searchParams }: ListPage) => {
  const ctx = await requireContext()
  const refusal = whyNot(ctx.actor, 'channel.read')
  if (refusal) return <NotAllowed why={refusal} />
  const cursor = cursorOf((await searchParams).cursor)
  const { data, nextCursor } = await listChannelsWithLast({ ctx, input: { limit: 50, cursor } })
  const add = may(ctx.actor, 'channel.create') ? <AddChannel create={addChannel} /> : null
  return (
    <Section
      title="Channels"
      description="Where people are told of incidents and deployments."
      // In one place whether there are channels or not: the secret of the first is shown by it after there is one.
      actions={add}
    >
      <LiveRefresh />
      {data.length === 0 ? (
        <EmptyState title="Nobody is told yet">
          Add Slack, e-mail or a webhook. A monitor tells the channels that are chosen for it; deployments are told to
          every channel that wants them.
        </EmptyState>
      ) : (
        <ChannelTable channels={data} now={ctx.clock.now().toISOString()} />
      )}
      <Pager path="/settings/channels" cursor={cursor} nextCursor={nextCursor} what="channels" />
    </Section>
  )
}

export default ChannelsPage
