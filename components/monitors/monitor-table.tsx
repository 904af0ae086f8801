import { UptimeBars } from '@/components/monitors/uptime-bars'
import { RowLink } from '@/components/ui/row-link'
import { Badge, StatusMark } from '@/components/ui/status-mark'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { formatDuration } from '@/core/format/duration'
import { formatUptime, sumOf } from '@/core/monitors/bars'
import { type MonitorState, monitorStateWords } from '@/core/monitors/state'
import { type Uptime, uptimePercent } from '@/core/monitors/uptime'
import { monitorMark } from './status'

/** A monitor as a row shows it. */
interface ShownMonitor {
  id: string
  name: string
  url: string
  state: MonitorState
  flapping: boolean
  lastCheckAt: string | null
  lastCheck: { error: string | null; phases: { totalMs: number | null } } | null
  /** Ninety days, today last. */
  days: readonly Uptime[]
}

interface MonitorTableProps {
  monitors: readonly ShownMonitor[]
  now: string
  /** Each row has a box to choose it by, called `monitor`. */
  canChoose?: boolean
}

/** One row a monitor: how it is, how it was. */
export const MonitorTable = ({ monitors, now, canChoose = false }: MonitorTableProps) => (
  <Table>
    <TableHead>
      {canChoose ? (
        <HeadCell className="w-8">
          <span className="sr-only">Chosen</span>
        </HeadCell>
      ) : null}
      <HeadCell className="w-32">Status</HeadCell>
      <HeadCell>Monitor</HeadCell>
      <HeadCell className="w-72">90 days</HeadCell>
      <HeadCell className="w-20 text-right">Uptime</HeadCell>
      <HeadCell className="w-36 text-right">Last check</HeadCell>
    </TableHead>
    <TableBody>
      {monitors.map((monitor) => (
        <Row key={monitor.id}>
          {canChoose ? (
            <Cell className="max-md:order-1">
              <label className="target flex items-center">
                <input type="checkbox" name="monitor" value={monitor.id} className="size-4 accent-accent" />
                <span className="sr-only">Choose {monitor.name}</span>
              </label>
            </Cell>
          ) : null}
          <Cell className="max-md:order-3 max-md:ml-auto">
            <StatusMark mark={monitorMark(monitor.state)} word={monitorStateWords[monitor.state]} />
          </Cell>
          <Cell className="max-w-0 min-w-40 max-md:order-2 max-md:max-w-none max-md:min-w-0 max-md:flex-1">
            <RowLink href={`/monitors/${monitor.id}`} className="target font-semibold wrap-anywhere hover:underline">
              {monitor.name}
            </RowLink>{' '}
            {monitor.flapping ? <Badge tone="warn">flapping</Badge> : null}
            <Note monitor={monitor} />
          </Cell>
          <Cell className="max-md:order-4 max-md:w-full">
            <UptimeBars bars={monitor.days} span="90 days" className="h-6" />
          </Cell>
          <Cell className="figures text-right font-medium max-md:order-5">
            {formatUptime(uptimePercent(sumOf(monitor.days)))}
          </Cell>
          <Cell className="figures text-right text-sm text-muted max-md:order-6 max-md:ml-auto">
            <Last monitor={monitor} now={now} />
          </Cell>
        </Row>
      ))}
    </TableBody>
  </Table>
)

const Note = ({ monitor }: { monitor: ShownMonitor }) => {
  const error = monitor.state === 'paused' ? null : monitor.lastCheck?.error
  return (
    <p className={error ? 'truncate text-sm text-text' : 'truncate text-sm text-muted'} title={error ?? monitor.url}>
      {error ?? monitor.url}
    </p>
  )
}

const Last = ({ monitor, now }: { monitor: ShownMonitor; now: string }) => {
  if (monitor.lastCheckAt === null) return <>never</>
  const ms = monitor.lastCheck?.phases.totalMs ?? null
  return (
    <>
      {ms === null ? null : <>{formatDuration(ms)}, </>}
      <Time at={monitor.lastCheckAt} now={now} />
    </>
  )
}
