import { clsx } from 'clsx'
import { formatDuration } from '@/core/format/duration'
import { formatCount } from '@/core/format/number'

interface FiguresProps {
  requests: number | null
  failed: number | null
  appErrors: number | null
  p95Ms: number | null
}

/** What it does to users, large enough to be read from across the room. */
export const Figures = ({ requests, failed, appErrors, p95Ms }: FiguresProps) => {
  // Where nobody called, nobody could be failed: that is no success to show.
  const nobody = requests === 0 && failed === 0
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4">
      <Figure name="Requests served" value={requests === null ? '–' : formatCount(requests)} />
      <Figure name="Failed" value={failed === null || nobody ? '–' : formatCount(failed)} isBad={(failed ?? 0) > 0} />
      <Figure
        name="App errors"
        value={appErrors === null || nobody ? '–' : formatCount(appErrors)}
        isBad={(appErrors ?? 0) > 0}
      />
      <Figure name="p95 of probes" value={p95Ms === null ? '–' : formatDuration(p95Ms)} />
    </dl>
  )
}

const Figure = ({ name, value, isBad }: { name: string; value: string; isBad?: boolean }) => (
  <div className="flex flex-col-reverse">
    <dt className="text-sm text-muted">{name}</dt>
    <dd className={clsx('figures text-3xl font-semibold tracking-tight', isBad && 'text-bad')}>{value}</dd>
  </div>
)
