import { clsx } from 'clsx'
import { formatDuration } from '@/core/format/duration'
import { formatCount } from '@/core/format/number'
import type { Comparison, Measure } from '@/core/verification/comparison'
import type { Counted } from '@/core/verification/counted'
import { percent } from '@/core/verification/words'

interface ComparisonViewProps {
  comparison: Comparison
  oldRelease: number
  newRelease: number
  /** Whether more requests will come into it. */
  running: boolean
}

/** What verification compared: the new release's failed and slow answers beside the old one's. */
export const ComparisonView = ({ comparison, oldRelease, newRelease, running }: ComparisonViewProps) => {
  const { errors, latency } = comparison
  const bound = latency?.slowerThanMs ?? null
  return (
    <table className="w-full border-collapse text-left">
      <caption className="pb-1 text-left font-semibold">Compared with v{oldRelease}</caption>
      <thead className="text-sm text-muted">
        <tr className="border-b">
          <td className="w-2/5" />
          <th scope="col" className="h-7 pr-3 font-normal">
            v{newRelease}
          </th>
          <th scope="col" className="h-7 font-normal">
            v{oldRelease}
          </th>
        </tr>
      </thead>
      <tbody>
        {errors ? <MeasureRow title="Failed" measure={errors} running={running} /> : null}
        {latency ? (
          <MeasureRow
            title={bound === null ? 'Slow' : `Took more than ${formatDuration(bound)}`}
            measure={latency}
            running={running}
          />
        ) : null}
      </tbody>
    </table>
  )
}

const MeasureRow = ({ title, measure, running }: { title: string; measure: Measure; running: boolean }) => (
  <tr className="border-b align-top last:border-0">
    <th scope="row" className="py-1.5 pr-3 font-normal">
      {title}
      <span className={clsx('block text-sm', measure.verdict === 'worse' ? 'text-bad' : 'text-muted')}>
        {verdictWords(measure, running)}
      </span>
    </th>
    <ShareCell counted={measure.new} />
    <ShareCell counted={measure.old} />
  </tr>
)

const ShareCell = ({ counted }: { counted: Counted }) => (
  <td className="figures py-1.5 pr-3">
    {counted.requests === 0 ? '–' : percent(counted)}{' '}
    <span className="text-sm whitespace-nowrap text-muted">of {formatCount(counted.requests)}</span>
  </td>
)

const verdictWords = ({ verdict }: Measure, running: boolean): string => {
  switch (verdict) {
    case 'worse':
      return 'worse, beyond chance'
    case 'no_difference':
      return running ? 'no difference so far' : 'no difference'
    case 'too_little_to_tell':
      return running ? 'too little to tell yet' : 'too little to tell'
    case 'nothing_to_compare':
      return 'nothing to compare with'
  }
}
