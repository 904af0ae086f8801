'use client'

import { useEffect, useRef, useSyncExternalStore } from 'react'
import type { LiveMessage } from '@/core/events/live-messages'
import { connection } from './connection'

/**
 * Calls back for each message of a topic while the component is there; null for none. `after` is the last event of a
 * deployment that the page came with.
 */
export const useTopic = (topic: string | null, onMessage: (message: LiveMessage) => void, after = 0): void => {
  const latest = useRef(onMessage)
  useEffect(() => {
    latest.current = onMessage
  })
  // Where it goes on is known to the connection from then on.
  const first = useRef(after)
  useEffect(() => {
    if (topic === null) return
    return connection.listen(topic, (message) => latest.current(message), first.current)
  }, [topic])
}

/** Whether the live connection has been lost for long enough to be mentioned. */
export const useIsLost = (): boolean =>
  useSyncExternalStore(
    (listener) => connection.onStatus(listener),
    () => connection.isLost,
    () => false,
  )
