'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { clsx } from 'clsx'
import { type KeyboardEvent, type ReactNode, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { LogLineView, type ShownLine } from './log-line'

interface LogLinesProps {
  lines: readonly ShownLine[]
  label: string
  /** Marked in each line. */
  finder?: RegExp
  /** Said in place of lines where there are none. */
  empty: string
  /** Stands before the first line. */
  head?: ReactNode
  className: string
  /** Where given, it begins at its end, and stays there while this is true. */
  follows?: boolean
  /** One came to the end, or left it upwards. */
  onFollow?: (follows: boolean) => void
  /** The first line is near. */
  onNearTop?: () => void
}

const lineHeight = 20
const padding = 8
const headHeight = 32
/** As it is as a rule; measured in a moment. */
const boxHeight = 384
/** More lines than fill the box: the server draws them, since it cannot know what will be in sight. */
const drawnAtFirst = 30
/** Asked for before one arrives there, so that reading on seldom means waiting. */
const nearTop = 600
const nearEnd = 24

/** What scrolls must be reachable by keyboard. */
const scrollable = { tabIndex: 0 }

/** Lines in a box that scrolls. Only those in sight are drawn, so there may be a hundred thousand. */
export const LogLines = (props: LogLinesProps) => {
  const { lines, label, finder, empty, head, className, follows, onFollow, onNearTop } = props
  const box = useRef<HTMLDivElement>(null)
  const lastTop = useRef(0)
  const fromEnd = follows !== undefined
  const [measures, setMeasures] = useState(false)
  useLayoutEffect(() => setMeasures(true), [])

  const list = useVirtualizer({
    enabled: measures,
    count: lines.length,
    getScrollElement: () => box.current,
    getItemKey: useCallback((index: number) => lines[index]?.id ?? index, [lines]),
    estimateSize: () => lineHeight,
    overscan: 12,
    paddingStart: head ? headHeight + padding : padding,
    paddingEnd: padding,
    initialRect: { width: 0, height: boxHeight },
    initialOffset: fromEnd ? lines.length * lineHeight : 0,
    // What one reads stays in place when lines are put before it.
    anchorTo: fromEnd ? 'end' : 'start',
  })

  // A line that is drawn for the first time near the upper edge grows upwards: those below it are being read.
  list.shouldAdjustScrollPositionOnItemSizeChange = ({ key, start, end }, _delta, { itemSizeCache, scrollOffset }) => {
    const top = scrollOffset ?? 0
    return itemSizeCache.has(key) ? end <= top : top > 0 && start < top + headHeight + padding
  }

  useLayoutEffect(() => {
    if (measures && follows && lines.length > 0) list.scrollToEnd()
  }, [measures, follows, lines, list])

  const onScroll = () => {
    const at = box.current
    if (!at || !measures) return
    const wentUp = at.scrollTop < lastTop.current - 1
    lastTop.current = at.scrollTop
    if (at.scrollHeight - at.scrollTop - at.clientHeight < nearEnd) onFollow?.(true)
    else if (wentUp) onFollow?.(false)
    if (at.scrollTop < nearTop) onNearTop?.()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== box.current || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (event.key === 'Home') {
      list.scrollToOffset(0)
      onFollow?.(false)
      onNearTop?.()
    } else if (event.key === 'End') {
      list.scrollToEnd()
      onFollow?.(true)
    } else return
    // The browser's own glide would be undone by the first line that turns out to be higher than it was taken for.
    event.preventDefault()
  }

  const row = (line: ShownLine, index: number, top?: number) => (
    <LogLineView key={line.id} line={line} finder={finder} index={index} top={top} measure={list.measureElement} />
  )
  return (
    <div
      ref={box}
      onScroll={onScroll}
      onKeyDown={onKeyDown}
      {...scrollable}
      role="log"
      aria-live="off"
      aria-label={label}
      className={clsx(
        'overflow-y-auto overscroll-y-contain bg-sunken font-mono text-sm [overflow-anchor:none]',
        // Until it is measured the box holds its end in sight by its direction, which takes no script.
        !measures && fromEnd && 'flex flex-col-reverse',
        className,
      )}
    >
      {lines.length === 0 ? (
        <p className="mb-auto px-3 py-2 font-sans text-muted">{empty}</p>
      ) : measures ? (
        <div className="relative" style={{ height: list.getTotalSize() }}>
          {head ? <div className="absolute inset-x-0 top-0 flex h-8 items-center px-3 font-sans">{head}</div> : null}
          {list.getVirtualItems().map(({ index, start }) => {
            const line = lines[index]
            return line ? row(line, index, start) : null
          })}
        </div>
      ) : (
        <div className="mb-auto shrink-0 py-2">
          {(fromEnd ? lines.slice(-drawnAtFirst) : lines.slice(0, drawnAtFirst)).map((line, index) => row(line, index))}
        </div>
      )}
    </div>
  )
}
