import { clsx } from 'clsx'

/**
 * Status by shape, colour and word together. Filled circle: live. Half circle, turning: on its way. Triangle: degraded.
 * Square: down. Ring: never deployed, or ended without touching anyone. Red is for users being hurt and nothing else.
 */
export type Mark = 'live' | 'moving' | 'degraded' | 'down' | 'idle'

const colors: Record<Mark, string> = {
  live: 'text-good',
  moving: 'text-accent',
  degraded: 'text-warn',
  down: 'text-bad',
  idle: 'text-faint',
}

const shapes: Record<Mark, React.ReactNode> = {
  live: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  moving: (
    <g className="turning">
      <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6 1.75a4.25 4.25 0 0 1 0 8.5z" fill="currentColor" />
    </g>
  ),
  degraded: <path d="M6 1.2 11.2 10.5H.8z" fill="currentColor" />,
  down: <rect x="1.75" y="1.75" width="8.5" height="8.5" rx="1" fill="currentColor" />,
  idle: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" />,
}

export const StatusMark = ({ mark, word, className }: { mark: Mark; word: string; className?: string }) => (
  <span className={clsx('inline-flex items-center gap-1.5 whitespace-nowrap', className)}>
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" className={clsx('shrink-0', colors[mark])}>
      {shapes[mark]}
    </svg>
    {word}
  </span>
)

/** A word in a frame, for what is not a status: `live`, `secret`. */
export const Badge = ({
  children,
  tone = 'plain',
}: {
  children: React.ReactNode
  tone?: 'plain' | 'good' | 'warn'
}) => (
  <span
    className={clsx(
      'inline-flex items-center rounded-sm border px-1.5 text-xs leading-[18px] font-medium',
      tone === 'plain' && 'border-line text-muted',
      tone === 'good' && 'border-transparent bg-good-soft text-good',
      tone === 'warn' && 'border-transparent bg-warn-soft text-warn',
    )}
  >
    {children}
  </span>
)
