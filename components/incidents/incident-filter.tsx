import { clsx } from 'clsx'
import Link from 'next/link'
import { formatCount } from '@/core/format/number'
import { type IncidentStatus, incidentStatuses, incidentStatusWords } from '@/core/incidents/status'

interface IncidentFilterProps {
  counts: Readonly<Record<'open' | 'acknowledged', number>>
  chosen: IncidentStatus | undefined
}

/** Narrows the list by status; in the address, so that it can be shared and gone back to. */
export const IncidentFilter = ({ counts, chosen }: IncidentFilterProps) => (
  <nav aria-label="By status" className="mb-2">
    <ul className="flex flex-wrap gap-1.5">
      <Choice href="/incidents" word="All" isChosen={chosen === undefined} />
      {incidentStatuses.map((status) => (
        <Choice
          key={status}
          href={`/incidents?status=${status}`}
          word={incidentStatusWords[status]}
          isChosen={status === chosen}
          {...(status === 'resolved' ? {} : { count: counts[status] })}
        />
      ))}
    </ul>
  </nav>
)

interface ChoiceProps {
  href: string
  word: string
  count?: number
  isChosen: boolean
}

const Choice = ({ href, word, count, isChosen }: ChoiceProps) => (
  <li>
    <Link
      href={href}
      aria-current={isChosen ? 'true' : undefined}
      className={clsx(
        'control figures inline-flex items-center gap-1.5 rounded-md border px-2.5',
        isChosen ? 'border-accent bg-accent-soft' : 'border-line hover:bg-hover',
      )}
    >
      {word}
      {count === undefined ? null : <span className="text-muted">{formatCount(count)}</span>}
    </Link>
  </li>
)
