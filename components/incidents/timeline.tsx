import { clsx } from 'clsx'
import { formatDay, formatExact } from '@/core/format/time'

interface TimelineProps {
  entries: readonly { at: string; type: string; text: string }[]
}

const colors: Record<string, string> = {
  opened: 'bg-bad',
  resolved: 'bg-good',
  acknowledged: 'bg-accent',
  rollback_started: 'bg-accent',
  rollback_refused: 'bg-warn',
  flapping: 'bg-warn',
}

/** What happened, the first first. Times are exact: one compares them with logs and with what others saw. */
export const Timeline = ({ entries }: TimelineProps) => (
  <ol className="max-w-3xl">
    {entries.map((entry, index) => {
      const at = new Date(entry.at)
      return (
        <li
          // An event has no name of its own here, and the list only grows at its end.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={index}
          className="relative grid grid-cols-[12px_7rem_1fr] items-baseline gap-x-3 pb-3 last:pb-0"
        >
          <span aria-hidden className="relative flex h-5 justify-center self-stretch">
            {index === entries.length - 1 ? null : <span className="absolute top-4 -bottom-4 w-px bg-line-strong" />}
            <span className={clsx('relative mt-1.5 size-2 rounded-full', colors[entry.type] ?? 'bg-line-strong')} />
          </span>
          <time dateTime={entry.at} title={formatExact(at)} className="figures text-sm whitespace-nowrap text-muted">
            {formatDay(at)} {entry.at.slice(11, 19)}
          </time>
          <p className="min-w-0 break-words">{entry.text}</p>
        </li>
      )
    })}
  </ol>
)
