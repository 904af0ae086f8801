import { clsx } from 'clsx'
import Link from 'next/link'
import { StatusMark } from '@/components/ui/status-mark'
import { formatCount } from '@/core/format/number'
import { monitorStateWords } from '@/core/monitors/state'
import { monitorMark } from './status'

export const filterStates = ['down', 'degraded', 'up', 'pending', 'paused'] as const
type FilterState = (typeof filterStates)[number]

interface StateFilterProps {
  counts: Readonly<Record<FilterState, number>>
  chosen: FilterState | undefined
  search: string
}

/** How many monitors are how, and the way to them; the chosen one leads back to all. */
export const StateFilter = ({ counts, chosen, search }: StateFilterProps) => (
  <ul aria-label="By status" className="flex flex-wrap gap-1.5">
    {filterStates
      .filter((state) => counts[state] > 0 || state === chosen)
      .map((state) => {
        const query = new URLSearchParams({
          ...(search === '' ? {} : { q: search }),
          ...(state === chosen ? {} : { state }),
        })
        return (
          <li key={state}>
            <Link
              href={`/monitors${query.size > 0 ? `?${query}` : ''}`}
              aria-current={state === chosen ? 'true' : undefined}
              className={clsx(
                'control figures inline-flex items-center gap-1.5 rounded-md border px-2.5',
                state === chosen ? 'border-accent bg-accent-soft' : 'border-line hover:bg-hover',
              )}
            >
              <StatusMark mark={monitorMark(state)} word={monitorStateWords[state]} />
              <span className="text-muted">{formatCount(counts[state])}</span>
              {state === chosen ? <span className="sr-only">, chosen; show all</span> : null}
            </Link>
          </li>
        )
      })}
  </ul>
)
