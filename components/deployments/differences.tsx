import { ArrowRight } from 'lucide-react'
import type { Difference } from '@/core/releases/compare'

/** What another release changes: image, settings, and env by its names. */
export const Differences = ({ differences }: { differences: readonly Difference[] | null }) => {
  if (differences === null) return <>nothing was live to compare with</>
  if (differences.length === 0) return <>nothing: same image, env and settings</>
  return (
    <ul className="max-h-48 overflow-y-auto">
      {differences.map((one) => (
        <li key={`${one.kind} ${one.what}`} className="break-words">
          <span className={one.kind === 'env' ? 'font-mono text-sm' : ''}>{one.what}</span>{' '}
          <span className="text-muted">
            {one.from ?? 'not set'} <ArrowRight size={12} aria-label="becomes" className="inline" />{' '}
            {one.to ?? 'not set'}
          </span>
        </li>
      ))}
    </ul>
  )
}
