import { clsx } from 'clsx'
import { memo } from 'react'
import { type AnsiPiece, parseAnsi } from '@/core/format/ansi'
import { markMatches } from '@/core/format/find-text'

export interface ShownLine {
  id: number
  at: string
  replica: number | string | null
  stream: 'stdout' | 'stderr' | 'platform'
  line: string
}

interface LogLineProps {
  line: ShownLine
  /** What was looked for: marked. */
  finder: RegExp | undefined
  /** Its place in the list, by which `measure` knows whose height it sees. */
  index: number
  /** How far down it stands in a list that draws only some of its lines; left out, it follows the line before. */
  top: number | undefined
  measure: (row: HTMLElement | null) => void
}

/** The eight colours of a terminal, in ours: each readable on both themes. */
const colors: Record<NonNullable<AnsiPiece['color']>, string> = {
  black: 'text-faint',
  red: 'text-bad',
  green: 'text-good',
  yellow: 'text-warn',
  blue: 'text-accent',
  magenta: 'text-accent',
  cyan: 'text-good',
  white: 'text-text',
}

/** One line; it wraps, so its height is known only when it is drawn. */
export const LogLineView = memo(({ line, finder, index, top, measure }: LogLineProps) => (
  <div
    ref={measure}
    data-index={index}
    className={clsx('flex min-h-5 gap-3 px-3 hover:bg-hover', top !== undefined && 'absolute inset-x-0 top-0')}
    // To a browser a transform is no shift of the layout, wherever the lines go when others are put before them.
    {...(top === undefined ? {} : { style: { transform: `translateY(${top}px)` } })}
  >
    <span className="shrink-0 text-muted max-sm:hidden">{line.at.slice(11, 23)}</span>
    <span className="w-20 shrink-0 truncate text-muted">
      {line.stream === 'platform' || line.replica === null ? 'gapless' : `replica ${line.replica}`}
    </span>
    <span className={clsx('min-w-0 break-words whitespace-pre-wrap', line.stream === 'platform' && 'text-muted')}>
      {piecesOf(line.line, finder).map(({ at, text, color, bold, isMatch }) => {
        const look = clsx(color && colors[color], bold && 'font-semibold')
        return isMatch ? (
          <mark key={at} className="rounded-sm bg-accent-soft text-text underline decoration-accent decoration-2">
            {text}
          </mark>
        ) : (
          <span key={at} className={look}>
            {text}
          </span>
        )
      })}
    </span>
  </div>
))
LogLineView.displayName = 'LogLineView'

const piecesOf = (line: string, finder: RegExp | undefined) => {
  const pieces = parseAnsi(line)
  return finder ? markMatches(pieces, finder) : pieces.map((piece) => ({ ...piece, isMatch: false }))
}
