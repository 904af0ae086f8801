'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { Notice } from '@/components/ui/notice'
import { watchLoss } from './lost'

/** At most this often is a page read again, however much happens. */
const everyMs = 1000

/** Reads the page again when something of the team changes, and says so when it no longer can. */
export const LiveRefresh = () => {
  const router = useRouter()
  const [lost, setLost] = useState(false)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let again: ReturnType<typeof setTimeout> | undefined
    let source: EventSource | undefined
    let wasLost = false
    const loss = watchLoss(setLost)
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        router.refresh()
      }, everyMs)
    }
    const connect = () => {
      source = new EventSource('/live')
      source.addEventListener('changed', refresh)
      source.onopen = () => {
        loss.opened()
        // Something may have happened meanwhile.
        if (wasLost) refresh()
        wasLost = false
      }
      source.onerror = () => {
        wasLost = true
        loss.failed()
        if (source?.readyState === EventSource.CLOSED) again = setTimeout(connect, 3000)
      }
    }
    connect()
    return () => {
      source?.close()
      loss.stop()
      clearTimeout(timer)
      clearTimeout(again)
    }
  }, [router])

  if (!lost) return null
  return (
    <div className="mb-4">
      <Notice tone="warn" live>
        The live connection is lost, so what you see may be old. It is being opened again by itself.
      </Notice>
    </div>
  )
}
