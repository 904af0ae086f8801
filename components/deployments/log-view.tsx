'use client'

import { clsx } from 'clsx'
import { ArrowDown, Download } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/input'
import { formatCount } from '@/core/format/number'
import type { ShownLine } from './log-line'
import { LogLines } from './log-lines'
import { type ReadEarlier, useEarlierLines } from './use-earlier-lines'
import { type Found, type SearchLog, useLogSearch } from './use-log-search'

interface LogViewProps {
  lines: readonly ShownLine[]
  /** Where the whole log can be had; left out where there is none. */
  downloadUrl?: string
  hasEarlierLines: boolean
  /** Gives lines before the first; left out, only the download has them. */
  earlier?: ReadEarlier
  /** Searches the whole log; left out, only these lines are searched. */
  search?: SearchLog
  /** Whether more lines may come. */
  live: boolean
  /** What to say when there are no lines. */
  empty: string
}

/** So many lines fill the box: with fewer, that of a log which has ended is only as high as they are. */
const fullBox = 18

/** A log: follows its end until one scrolls up, can be read from its first line, searched and downloaded. */
export const LogView = ({ lines, downloadUrl, hasEarlierLines, earlier, search, live, empty }: LogViewProps) => {
  const [query, setQuery] = useState('')
  const [follows, setFollows] = useState(true)
  // A log that ends before one's eyes keeps its height.
  const [wasLive] = useState(live)
  const { all, hasMore, failed, readMore } = useEarlierLines(lines, hasEarlierLines, earlier)
  // What is here in full is searched here: that is at once, and new lines are found as they come.
  const found = useLogSearch(query, all, hasMore ? search : undefined)
  const height = wasLive || lines.length > fullBox ? 'h-96' : 'max-h-96 min-h-16'

  return (
    <div className="rounded-md border">
      <div className="flex flex-wrap items-center gap-2 border-b p-2">
        <Input
          type="search"
          aria-label="Search the log"
          placeholder="Search the log"
          className="sm:max-w-64"
          maxLength={200}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setQuery('')
          }}
        />
        <span className="figures flex min-h-8 min-w-0 flex-1 items-center gap-2 text-sm leading-4 text-muted">
          <span role="status">{statusOf(found)}</span> {found.failed ? <TryAgain onPress={found.again} /> : null}
        </span>
        <span className="flex gap-1">
          {live ? (
            // As wide for either word, so that nothing moves.
            <Button
              look="quiet"
              className="min-w-29 justify-start"
              aria-pressed={follows}
              onClick={() => setFollows(!follows)}
            >
              <ArrowDown size={14} aria-hidden /> {follows ? 'Following' : 'Follow'}
            </Button>
          ) : null}
          {downloadUrl ? (
            <Button look="quiet" asChild>
              <a href={downloadUrl} download>
                <Download size={14} aria-hidden /> <span className="max-sm:sr-only">Download</span>
              </a>
            </Button>
          ) : null}
        </span>
      </div>
      <div className="relative">
        <LogLines
          lines={all}
          label="Log lines"
          empty={empty}
          // It stays where it is under what was found, for when one comes back.
          className={clsx(height, found.found && 'invisible')}
          follows={follows}
          onFollow={setFollows}
          {...(hasMore ? { head: headOf({ asks: earlier !== undefined, failed, readMore }) } : {})}
          {...(failed ? {} : { onNearTop: readMore })}
        />
        {found.found ? (
          <LogLines
            key={found.found.text}
            lines={found.found.lines}
            finder={found.found.finder}
            label="Lines that were found"
            {...(found.found.total > found.found.lines.length ? { head: firstOf(found.found) } : {})}
            empty="No line has that."
            className="absolute inset-0"
          />
        ) : null}
      </div>
    </div>
  )
}

const TryAgain = ({ onPress }: { onPress: () => void }) => (
  <button type="button" className="target font-sans text-accent underline" onClick={onPress}>
    Try again
  </button>
)

const headOf = ({ asks, failed, readMore }: { asks: boolean; failed: boolean; readMore: () => void }) => {
  if (!asks) return <p className="truncate text-muted">Earlier lines are left out here; the download has them all.</p>
  if (!failed) return <p className="text-muted">Loading earlier lines…</p>
  return (
    <p role="alert" className="flex items-center gap-2 text-warn">
      The earlier lines could not be read. <TryAgain onPress={readMore} />
    </p>
  )
}

const firstOf = ({ lines }: Found) => (
  <p className="figures truncate text-muted">Only the first {formatCount(lines.length)} of them are shown.</p>
)

const statusOf = ({ found, isSearching, failed }: { found: Found | null; isSearching: boolean; failed: boolean }) => {
  if (failed) return 'The search failed.'
  if (isSearching) return 'Searching…'
  return found ? `${formatCount(found.total)} of ${formatCount(found.logLines)} lines` : ''
}
