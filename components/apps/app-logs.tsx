'use client'

import { useEffect, useState } from 'react'
import type { ShownLine } from '@/components/deployments/log-line'
import { LogView } from '@/components/deployments/log-view'
import { watchLoss } from '@/components/frame/lost'
import { Notice } from '@/components/ui/notice'
import { Skeleton } from '@/components/ui/skeleton'

const keptLines = 5000

type Line = Omit<ShownLine, 'id'> & { replica: string }

/** `gapless-…-shop-v3-2` is replica 2 for people. */
const short = (container: string): string => container.split('-').at(-1) ?? container

/** The serving replicas' output, live. A stream that was lost begins again with the last lines. */
export const AppLogs = ({ url }: { url: string }) => {
  const [lines, setLines] = useState<readonly ShownLine[] | null>(null)
  const [lost, setLost] = useState(false)

  useEffect(() => {
    let waiting: ShownLine[] = []
    let count = 0
    let frame = 0
    const loss = watchLoss(setLost)
    const flush = () => {
      frame = 0
      const fresh = waiting
      waiting = []
      setLines((before) => [...(before ?? []), ...fresh].slice(-keptLines))
    }
    const source = new EventSource(url)
    source.addEventListener('open', () => {
      loss.opened()
      waiting = []
      setLines([])
    })
    source.addEventListener('log', (event: MessageEvent<string>) => {
      const line: Line = JSON.parse(event.data)
      count += 1
      waiting.push({ ...line, replica: short(line.replica), id: count })
      if (frame === 0) frame = requestAnimationFrame(flush)
    })
    source.onerror = loss.failed
    return () => {
      source.close()
      loss.stop()
      cancelAnimationFrame(frame)
    }
  }, [url])

  return (
    <>
      {lost ? (
        <div className="mb-3">
          <Notice tone="warn" live>
            The live connection is lost. The app does not depend on it; the log is opened again by itself.
          </Notice>
        </div>
      ) : null}
      {lines === null ? (
        <Skeleton className="h-96 w-full" />
      ) : (
        <LogView lines={lines} hasEarlierLines={false} live empty="Nothing was written yet." />
      )}
    </>
  )
}
