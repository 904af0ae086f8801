import { formatDuration } from '@/core/format/duration'
import { formatUptime } from '@/core/monitors/bars'
import { type UptimeWindow, windowInWords } from '@/core/monitors/uptime-window'

interface ShownUptime {
  window: UptimeWindow
  uptimePercent: number | null
  downSeconds: number
}

/** Uptime over several windows, in large numbers. */
export const UptimeFigures = ({ uptimes }: { uptimes: readonly ShownUptime[] }) => (
  <dl className="figures grid grid-cols-2 gap-x-8 gap-y-4 sm:grid-cols-4">
    {uptimes.map(({ window, uptimePercent, downSeconds }) => (
      <div key={window} className="flex flex-col">
        <dt className="order-2 text-sm text-muted">
          {windowInWords[window]}
          {downSeconds > 0 ? `, down ${formatDuration(downSeconds * 1000)}` : ''}
        </dt>
        <dd className="text-2xl font-medium tracking-tight">{formatUptime(uptimePercent)}</dd>
      </div>
    ))}
  </dl>
)
