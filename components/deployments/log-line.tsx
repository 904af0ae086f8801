import { clsx } from 'clsx'
import { memo } from 'react'
import { type AnsiPiece, parseAnsi } from '@/core/format/ansi'

export interface ShownLine {
  id: number
  at: string
  replica: number | string | null
  stream: 'stdout' | 'stderr' | 'platform'
  line: string
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

/** One line. The browser skips drawing those out of sight, so thousands cost little. */
export const LogLineView = memo(({ line }: { line: ShownLine }) => (
  <div className="flex gap-3 px-3 [contain-intrinsic-size:auto_20px] [content-visibility:auto] hover:bg-hover">
    <span className="shrink-0 text-muted max-sm:hidden">{line.at.slice(11, 23)}</span>
    <span className="w-20 shrink-0 truncate text-muted">
      {line.stream === 'platform' || line.replica === null ? 'gapless' : `replica ${line.replica}`}
    </span>
    <span className={clsx('min-w-0 break-words whitespace-pre-wrap', line.stream === 'platform' && 'text-muted')}>
      {parseAnsi(line.line).map((piece) => (
        <span key={piece.at} className={clsx(piece.color && colors[piece.color], piece.bold && 'font-semibold')}>
          {piece.text}
        </span>
      ))}
    </span>
  </div>
))
LogLineView.displayName = 'LogLineView'
