'use client'

import { useEffect, useRef, useState } from 'react'
import { useTopic } from '@/components/live/use-topic'
import type { AppTraffic } from '@/core/samples/points'
import type { SampleRange } from '@/core/samples/ranges'

/** An app's figures over the chosen time, read again as samples come; kept in the address, so it can be shared. */
export const useTraffic = (appId: string, initial: AppTraffic) => {
  const [traffic, setTraffic] = useState(initial)
  const [range, setRange] = useState(initial.range)
  const [failed, setFailed] = useState(false)
  const [given, setGiven] = useState(initial)
  // The page was read again, because something has changed: a deployment may have to be marked.
  if (given !== initial) {
    setGiven(initial)
    if (initial.range === range) setTraffic(initial)
  }
  const reading = useRef<AbortController | null>(null)
  const readAt = useRef(0)

  const read = async (wanted: SampleRange): Promise<void> => {
    reading.current?.abort()
    const own = new AbortController()
    reading.current = own
    readAt.current = Date.now()
    try {
      const answer = await fetch(`/apps/${appId}/traffic?range=${wanted}`, { signal: own.signal })
      if (!answer.ok) throw new Error(`answered ${answer.status}`)
      const fresh: AppTraffic = await answer.json()
      setTraffic(fresh)
      setFailed(false)
    } catch {
      if (!own.signal.aborted) setFailed(true)
    }
  }

  const choose = (wanted: SampleRange): void => {
    setRange(wanted)
    history.replaceState(null, '', wanted === '1h' ? location.pathname : `?range=${wanted}`)
    void read(wanted)
  }

  useTopic('sampled', (message) => {
    if (message.type !== 'sampled' || !message.data.appIds.includes(appId)) return
    // A point of a longer chart takes many samples.
    if (Date.now() - readAt.current < (traffic.stepSeconds * 1000) / 3) return
    void read(range)
  })
  useEffect(() => () => reading.current?.abort(), [])
  return { traffic, range, choose, failed }
}
