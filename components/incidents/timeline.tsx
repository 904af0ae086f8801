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
      const isNewDay = index === 0 || !entries[index - 1]?.at.startsWith(entry.at.slice(0, 10))
      return (
        <li
          // An event has no name of its own here, and the list only grows at its end.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={index}
          className="relative grid grid-cols-[12px_auto_1fr] items-baseline gap-x-3 pb-3 last:pb-0"
        >
          <span aria-hidden className="relative flex h-5 justify-center self-stretch">
            {index === entries.length - 1 ? null : (
              <span className="absolute top-3 -bottom-6 w-px bg-line-strong max-sm:bottom-0" />
            )}
            <span className={clsx('relative mt-1.5 size-2 rounded-full', colors[entry.type] ?? 'bg-line-strong')} />
          </span>
          <time dateTime={entry.at} title={formatExact(at)} className="figures text-sm whitespace-nowrap text-muted">
            {isNewDay ? <span className="mr-1.5">{formatDay(at)}</span> : null}
            {entry.at.slice(11, 19)}
          </time>
          <p className="min-w-0 break-words">{entry.text}</p>
        </li>
      )
    })}
  </ol>
)
