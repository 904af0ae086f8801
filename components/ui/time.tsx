'use client'

import { useSyncExternalStore } from 'react'
import { formatExact, formatRelative } from '@/core/format/time'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
let current = 0

/** One clock for all times on the page. */
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  current = Date.now()
  timer ??= setInterval(() => {
    current = Date.now()
    for (const each of listeners) each()
  }, 5000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** Lets the keyboard ask for the exact time. In a row it is the row that takes the focus for all its times. */
const focusable = { tabIndex: 0 }

/** A time relative to now, with the exact one on hover and focus. `now` is the server's, for the first picture. */
export const Time = ({ at, now, inRow = false }: { at: string; now: string; inRow?: boolean }) => {
  const shownAt = useSyncExternalStore(
    subscribe,
    () => Math.max(current, Date.parse(now)),
    () => Date.parse(now),
  )
  const exact = formatExact(new Date(at))
  return (
    <time dateTime={at} className="exact figures" data-exact={exact} {...(inRow ? {} : focusable)}>
      {formatRelative(new Date(at), new Date(shownAt))}
    </time>
  )
}
