'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { teamTopic } from './connection'
import { useTopic } from './use-topic'

/** At most this often is a page read again, however much happens. */
const everyMs = 1000

/** Reads the page again when something of the team changes. */
export const LiveRefresh = () => {
  const router = useRouter()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useTopic(teamTopic, () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      router.refresh()
    }, everyMs)
  })
  useEffect(() => () => clearTimeout(timer.current), [])
  return null
}
