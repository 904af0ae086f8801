import { RowLink } from '@/components/ui/row-link'
import { StatusMark } from '@/components/ui/status-mark'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { ChannelEvent, ChannelType } from '@/core/channels/schema'
import { channelTypeWords, chosenWords } from '@/core/channels/words'
import { formatCountOf } from '@/core/format/number'
import { type DeliveryStatus, deliveryMark, deliveryWord } from './status'

/** A channel as a row shows it. */
interface ShownChannel {
  id: string
  name: string
  type: ChannelType
  url?: string | undefined
  to?: readonly string[] | undefined
  events: readonly ChannelEvent[]
  enabled: boolean
  disabledReason: string | null
  monitors: number
  last: { status: DeliveryStatus; at: string } | null
}

/** One row a channel: where it leads, what it is told, and whether the last message arrived. */
export const ChannelTable = ({ channels, now }: { channels: readonly ShownChannel[]; now: string }) => (
  <Table>
    <TableHead>
      <HeadCell className="w-32">Status</HeadCell>
      <HeadCell>Channel</HeadCell>
      <HeadCell>Told of</HeadCell>
      <HeadCell className="w-28">Monitors</HeadCell>
      <HeadCell className="w-44">Last message</HeadCell>
    </TableHead>
    <TableBody>
      {channels.map((channel) => (
        <Row key={channel.id}>
          <Cell className="max-md:order-2 max-md:ml-auto">
            <StatusMark
              mark={channel.enabled ? 'live' : channel.disabledReason === null ? 'idle' : 'degraded'}
              word={channel.enabled ? 'On' : 'Off'}
            />
          </Cell>
          <Cell className="max-md:order-1 max-md:min-w-0 max-md:flex-1 max-md:basis-[calc(100%-80px)]">
            <RowLink
              href={`/settings/channels/${channel.id}`}
              className="target font-semibold wrap-anywhere hover:underline"
            >
              {channel.name}
            </RowLink>{' '}
            <span className="text-sm text-muted">{channelTypeWords[channel.type]}</span>
            <p className="text-sm wrap-anywhere text-muted">{destinationWords(channel)}</p>
            {channel.disabledReason ? <p className="text-sm text-warn">{channel.disabledReason}</p> : null}
          </Cell>
          <Cell className="text-sm max-md:order-3 max-md:w-full">{chosenWords(channel)}</Cell>
          <Cell className="figures text-sm max-md:order-4">
            {channel.monitors === 0 ? (
              <span className="text-muted">no monitor</span>
            ) : (
              formatCountOf(channel.monitors, 'monitor')
            )}
          </Cell>
          <Cell className="text-sm max-md:order-5 max-md:ml-auto">
            {channel.last === null ? (
              <span className="text-muted">none yet</span>
            ) : (
              <>
                <StatusMark mark={deliveryMark(channel.last.status)} word={deliveryWord(channel.last.status)} />
                <p className="text-muted max-md:ml-2 max-md:inline">
                  <Time at={channel.last.at} now={now} />
                </p>
              </>
            )}
          </Cell>
        </Row>
      ))}
    </TableBody>
  </Table>
)

/** Where it leads, as far as that may be shown. */
export const destinationWords = ({ url, to }: Pick<ShownChannel, 'url' | 'to'>): string => url ?? (to ?? []).join(', ')
