'use client'

import { clsx } from 'clsx'
import { ArrowDown, Download } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { stripAnsi } from '@/core/format/ansi'
import { formatCount } from '@/core/format/number'
import { LogLineView, type ShownLine } from './log-line'

interface LogViewProps {
  lines: readonly ShownLine[]
  /** Where the whole log can be had; left out where there is none. */
  downloadUrl?: string
  hasEarlierLines: boolean
  /** Whether more lines may come. */
  live: boolean
  /** What to say when there are no lines. */
  empty: string
}

/** What scrolls must be reachable by keyboard. */
const scrollable = { tabIndex: 0 }

/** A log: follows its end until one scrolls up, can be searched and downloaded. */
export const LogView = ({ lines, downloadUrl, hasEarlierLines, live, empty }: LogViewProps) => {
  const [query, setQuery] = useState('')
  const [follows, setFollows] = useState(true)
  const box = useRef<HTMLDivElement>(null)
  const shown = useMemo(() => {
    const needle = query.trim().toLowerCase()
    return needle === '' ? lines : lines.filter((line) => stripAnsi(line.line).toLowerCase().includes(needle))
  }, [lines, query])

  useEffect(() => {
    if (shown.length > 0 && follows) box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [shown, follows])

  const onScroll = () => {
    const at = box.current
    if (at) setFollows(at.scrollHeight - at.scrollTop - at.clientHeight < 24)
  }

  return (
    <div className="rounded-md border">
      <div className="flex flex-wrap items-center gap-2 border-b p-2">
        <Input
          type="search"
          aria-label="Search the log"
          placeholder="Search the log"
          className="max-w-64"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <span role="status" className="figures text-sm text-muted">
          {query.trim() === '' ? '' : `${formatCount(shown.length)} of ${formatCount(lines.length)} lines`}
        </span>
        <span className="ml-auto flex gap-1">
          {live ? (
            <Button look="quiet" aria-pressed={follows} onClick={() => setFollows(!follows)}>
              <ArrowDown size={14} aria-hidden /> {follows ? 'Following' : 'Follow'}
            </Button>
          ) : null}
          {downloadUrl ? (
            <Button look="quiet" asChild>
              <a href={downloadUrl} download>
                <Download size={14} aria-hidden /> Download
              </a>
            </Button>
          ) : null}
        </span>
      </div>
      <div
        ref={box}
        onScroll={onScroll}
        {...scrollable}
        role="log"
        aria-live="off"
        aria-label="Log lines"
        className={clsx('overflow-y-auto bg-sunken py-2 font-mono text-sm', live ? 'h-96' : 'max-h-96 min-h-16')}
      >
        {hasEarlierLines ? (
          <p className="px-3 pb-1 font-sans text-muted">Earlier lines are left out here; the download has them all.</p>
        ) : null}
        {shown.length === 0 ? (
          <p className="px-3 font-sans text-muted">{query === '' ? empty : 'No line has that.'}</p>
        ) : (
          shown.map((line) => <LogLineView key={line.id} line={line} />)
        )}
      </div>
    </div>
  )
}
