import { clsx } from 'clsx'
import { formatDuration } from '@/core/format/duration'
import type { Phases } from '@/core/monitors/check'
import { type PhaseName, phaseNames, phaseParts, phaseWords } from '@/core/monitors/phase-parts'

/** The same tints as in the chart of them. */
export const phaseTints: Record<PhaseName, { background: string; fill: string }> = {
  dns: { background: 'bg-accent/25', fill: 'fill-accent/25' },
  connect: { background: 'bg-accent/40', fill: 'fill-accent/40' },
  tls: { background: 'bg-accent/55', fill: 'fill-accent/55' },
  firstByte: { background: 'bg-accent/80', fill: 'fill-accent/80' },
  rest: { background: 'bg-accent', fill: 'fill-accent' },
}

/** Where the time of one check went, each phase as wide as it took. */
export const PhasesView = ({ phases }: { phases: Phases }) => {
  if (phases.totalMs === null) return null
  const parts = phaseParts(phases)
  const shown = phaseNames.filter((name) => parts[name] > 0)
  return (
    <div className="max-w-xl">
      <div aria-hidden className="flex h-2 gap-px overflow-hidden rounded-sm">
        {shown.map((name) => (
          <span
            key={name}
            className={clsx('min-w-0.5', phaseTints[name].background)}
            style={{ flexGrow: parts[name], flexBasis: 0 }}
          />
        ))}
      </div>
      <dl className="figures mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {shown.map((name) => (
          <div key={name} className="inline-flex items-center gap-1.5">
            <span aria-hidden className={clsx('size-2 rounded-full', phaseTints[name].background)} />
            <dt className="text-muted">{phaseWords[name]}</dt>
            <dd>{formatDuration(parts[name])}</dd>
          </div>
        ))}
        <div className="inline-flex items-center gap-1.5">
          <dt className="text-muted">in all</dt>
          <dd className="font-medium">{formatDuration(phases.totalMs)}</dd>
        </div>
      </dl>
    </div>
  )
}
