import { Pencil } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { cursorOf, type IdPage, type ListPage, orNotFound } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { ChannelActions } from '@/components/channels/channel-actions'
import { destinationWords } from '@/components/channels/channel-table'
import { DeliveryTable } from '@/components/channels/delivery-table'
import { Breadcrumbs } from '@/components/frame/breadcrumbs'
import { NotAllowed } from '@/components/frame/not-allowed'
import { Pager } from '@/components/frame/pager'
import { LiveRefresh } from '@/components/live/live-refresh'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import { Section } from '@/components/ui/section'
import { StatusMark } from '@/components/ui/status-mark'
import { may, whyNot } from '@/core/access/policy'
import { channelTypeWords, chosenWords } from '@/core/channels/words'
import { formatCountOf } from '@/core/format/number'
import type { ChannelView } from '@/services/channels/channel-view'
import { listDeliveries } from '@/services/deliveries/list-deliveries'
import { resend, rotateSecret, sendTest } from '../../actions'
import { readChannel } from '../read-channel'

export const metadata: Metadata = { title: 'Channel' }

const ChannelPage = async ({ params, searchParams }: IdPage & ListPage) => {
  const { id } = await params
  const ctx = await requireContext()
  const refusal = whyNot(ctx.actor, 'channel.read')
  if (refusal) return <NotAllowed why={refusal} />
  const cursor = cursorOf((await searchParams).cursor)
  const mayReadMessages = may(ctx.actor, 'delivery.read')
  const [channel, messages] = await orNotFound(
    Promise.all([
      readChannel(id),
      mayReadMessages ? listDeliveries({ ctx, input: { channelId: id, limit: 25, cursor } }) : null,
    ]),
  )
  const path = `/settings/channels/${id}`
  return (
    <>
      <Breadcrumbs way={[{ href: '/settings/channels', title: 'Channels' }]} here={channel.name} />
      <LiveRefresh />
      <Section title={channel.name} description={`${channelTypeWords[channel.type]}, ${destinationWords(channel)}`}>
        <State channel={channel} />
        {may(ctx.actor, 'channel.update') ? (
          <ChannelActions
            sendTest={sendTest.bind(null, id)}
            {...(channel.type === 'webhook' ? { rotateSecret: rotateSecret.bind(null, id) } : {})}
          >
            <Button asChild>
              <Link href={`${path}/edit`}>
                <Pencil size={14} aria-hidden /> Change
              </Link>
            </Button>
          </ChannelActions>
        ) : null}
      </Section>
      <Section title="Messages" description="Each with every attempt to send it.">
        {messages === null ? <p className="text-muted">{whyNot(ctx.actor, 'delivery.read')}</p> : null}
        {messages?.data.length === 0 ? (
          <EmptyState title="Nothing was sent yet">
            Press Send test to see whether messages arrive, before one has to.
          </EmptyState>
        ) : null}
        {messages && messages.data.length > 0 ? (
          <DeliveryTable
            deliveries={messages.data}
            now={ctx.clock.now().toISOString()}
            resend={resend.bind(null, id)}
          />
        ) : null}
        <Pager path={path} cursor={cursor} nextCursor={messages?.nextCursor ?? null} what="messages" />
      </Section>
    </>
  )
}

const State = ({ channel }: { channel: ChannelView }) => (
  <>
    <p className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-1">
      <StatusMark
        mark={channel.enabled ? 'live' : channel.disabledReason === null ? 'idle' : 'degraded'}
        word={channel.enabled ? 'On' : 'Off'}
      />
      <span>{chosenWords(channel)}</span>
      <span className="text-muted">
        {channel.monitors === 0
          ? 'No monitor tells it'
          : `${formatCountOf(channel.monitors, 'monitor tells', 'monitors tell')} it`}
      </span>
    </p>
    {channel.disabledReason ? (
      <div className="mb-4 max-w-prose">
        <Notice tone="warn">
          Switched off by itself. {channel.disabledReason} Under Change it can be given another URL and switched on
          again.
        </Notice>
      </div>
    ) : null}
  </>
)

export default ChannelPage
