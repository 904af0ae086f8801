import { clsx } from 'clsx'
import { barHeight, barPaths, barPitch, barsInWords } from '@/core/monitors/bars'
import type { Uptime } from '@/core/monitors/uptime'

/** How a monitor was, a bar for each day. A day that was down in part is split, so that colour is not all that says it. */
export const UptimeBars = ({
  bars,
  span,
  className,
}: {
  bars: readonly Uptime[]
  span: string
  className?: string
}) => {
  const paths = barPaths(bars)
  return (
    <svg
      viewBox={`0 0 ${bars.length * barPitch - 2} ${barHeight}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={barsInWords(bars, span)}
      className={clsx('block w-full', className)}
    >
      <path d={paths.unknown} className="fill-line-strong" />
      <path d={paths.up} className="fill-good/65" />
      <path d={paths.degraded} className="fill-warn" />
      <path d={paths.down} className="fill-bad" />
    </svg>
  )
}
