'use client'

import { useEffect, useRef, useState } from 'react'
import type { ShownLine } from '@/components/deployments/log-line'
import { LogView } from '@/components/deployments/log-view'
import { useTopic } from '@/components/live/use-topic'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'

const keptLines = 20_000

/** `gapless-…-shop-v3-2` is replica 2 for people. */
const short = (container: string): string => container.split('-').at(-1) ?? container

/** The serving replicas' output, live. A stream that was lost begins again with the last lines. */
export const AppLogs = ({ appId }: { appId: string }) => {
  const [lines, setLines] = useState<readonly ShownLine[] | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const waiting = useRef<ShownLine[]>([])
  const count = useRef(0)
  const frame = useRef(0)
  const flush = () => {
    frame.current = 0
    const fresh = waiting.current
    waiting.current = []
    setLines((before) => [...(before ?? []), ...fresh].slice(-keptLines))
  }
  useTopic(`logs:${appId}`, (message) => {
    if (message.type === 'open') {
      waiting.current = []
      setLines([])
      setFailure(null)
    }
    if (message.type === 'failed') setFailure(message.data.detail)
    if (message.type === 'line') {
      count.current += 1
      waiting.current.push({ ...message.data, replica: short(message.data.replica), id: count.current })
      if (frame.current === 0) frame.current = requestAnimationFrame(flush)
    }
  })
  useEffect(() => () => cancelAnimationFrame(frame.current), [])

  if (failure !== null) return <Notice tone="warn">{failure}</Notice>
  if (lines === null) return <Skeleton className="h-96 w-full" />
  return <LogView lines={lines} hasEarlierLines={false} live empty="Nothing was written yet." />
}
