'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { useTopic } from './use-topic'

/** How soon the page is read again: after a change, and after mere checks. */
const changedMs = 500
const checkedMs = 5000

/** Reads the page again when monitors on it were checked, and soon when one of the team's has changed. */
export const MonitorsRefresh = ({ monitorIds }: { monitorIds: readonly string[] }) => {
  const router = useRouter()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const dueAt = useRef(Number.POSITIVE_INFINITY)
  const refreshIn = (ms: number): void => {
    const at = Date.now() + ms
    if (at >= dueAt.current) return
    dueAt.current = at
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      dueAt.current = Number.POSITIVE_INFINITY
      router.refresh()
    }, ms)
  }
  useTopic('monitors', (message) => {
    if (message.type !== 'monitors') return
    if (message.data.changed.length > 0) refreshIn(changedMs)
    else if (message.data.checked.some((id) => monitorIds.includes(id))) refreshIn(checkedMs)
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  return null
}
