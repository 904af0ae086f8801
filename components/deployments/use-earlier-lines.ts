'use client'

import { useMemo, useRef, useState } from 'react'
import type { ShownLine } from './log-line'

/** Asks for the lines before the one with this id, in the order they were written. */
export type ReadEarlier = (beforeId: number) => Promise<{ lines: readonly ShownLine[]; hasEarlierLines: boolean }>

interface EarlierLines {
  /** Id of the first line that came without asking; these end right before it. */
  upTo: number
  lines: readonly ShownLine[]
  hasEarlierLines: boolean
}

/** A log with the earlier lines that were asked for in front of it. */
export const useEarlierLines = (
  lines: readonly ShownLine[],
  hasEarlierLines: boolean,
  readEarlier: ReadEarlier | undefined,
) => {
  const [kept, setKept] = useState<EarlierLines | null>(null)
  const [failed, setFailed] = useState(false)
  const isReading = useRef(false)
  const first = lines[0]?.id
  // Where the log's own beginning was dropped, what was read would leave a gap: it is asked for again.
  const earlier = kept !== null && kept.upTo === first ? kept : null
  const all = useMemo(() => (earlier ? [...earlier.lines, ...lines] : lines), [earlier, lines])
  const hasMore = earlier ? earlier.hasEarlierLines : hasEarlierLines

  const readMore = async (): Promise<void> => {
    const before = all[0]?.id
    if (!readEarlier || !hasMore || first === undefined || before === undefined || isReading.current) return
    isReading.current = true
    setFailed(false)
    try {
      const answer = await readEarlier(before)
      const known = earlier?.lines ?? []
      setKept({ upTo: first, lines: [...answer.lines, ...known], hasEarlierLines: answer.hasEarlierLines })
    } catch {
      setFailed(true)
    } finally {
      isReading.current = false
    }
  }

  return { all, hasMore, failed, readMore }
}
