'use client'

import { useEffect, useMemo, useState } from 'react'
import { stripAnsi } from '@/core/format/ansi'
import { finderOf } from '@/core/format/find-text'
import type { ShownLine } from './log-line'

interface Matches {
  /** The first lines that have the text. */
  lines: readonly ShownLine[]
  /** How many have it. */
  total: number
  /** How many lines the log has. */
  logLines: number
}

/** Looks for a text in a whole log, whatever its case. */
export type SearchLog = (text: string, signal: AbortSignal) => Promise<Matches>

/** What was found for a text. */
export interface Found extends Matches {
  text: string
  finder: RegExp
}

const settleMs = 200

/** What is typed, once one pauses; nothing at once. */
const useSettled = (typed: string): string => {
  const [settled, setSettled] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), typed === '' ? 0 : settleMs)
    return () => clearTimeout(timer)
  }, [typed])
  return typed === '' ? '' : settled
}

/** Searches with `search` where there is one, else in these lines. What was found last stays until there is more. */
export const useLogSearch = (typed: string, lines: readonly ShownLine[], search: SearchLog | undefined) => {
  const text = useSettled(typed.trim())
  const [answer, setAnswer] = useState<Found | null>(null)
  const [failure, setFailure] = useState<{ text: string } | null>(null)

  useEffect(() => {
    // A failure is forgotten to try once more.
    if (failure?.text === text) return
    if (text === '') setAnswer(null)
    if (text === '' || !search) return
    const gone = new AbortController()
    search(text, gone.signal).then(
      (matches) => {
        if (!gone.signal.aborted) setAnswer({ ...matches, text, finder: finderOf(text) })
      },
      () => {
        if (!gone.signal.aborted) setFailure({ text })
      },
    )
    return () => gone.abort()
  }, [text, search, failure])

  const local = useMemo(() => (search || text === '' ? null : findIn(lines, text)), [search, text, lines])
  const found = text === '' ? null : (local ?? answer)
  const failed = text !== '' && failure?.text === text
  return {
    found,
    isSearching: typed.trim() !== '' && found?.text !== typed.trim() && !failed,
    failed,
    again: () => setFailure(null),
  }
}

const findIn = (lines: readonly ShownLine[], text: string): Found => {
  const finder = finderOf(text)
  const matching = lines.filter((line) => stripAnsi(line.line).search(finder) >= 0)
  return { text, finder, lines: matching, total: matching.length, logLines: lines.length }
}
