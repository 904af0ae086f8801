'use client'

import { useEffect, useState } from 'react'
import type { ShownReplica } from './traffic-picture'

/** Who takes part in a deployment, as far as that is known by now. */
export interface Picture {
  release: { id: string; number: number; image: string; digest: string } | null
  previousRelease: { id: string; number: number; redeployable: boolean } | null
  replicas: readonly ShownReplica[]
}

const againMs = 1000

/** The picture, read again whenever `seen` changes (a step began or ended) until the server has answered. */
export const usePicture = (url: string, seen: string, initial: Picture): Picture => {
  const [picture, setPicture] = useState(initial)
  const [drawn, setDrawn] = useState(seen)
  useEffect(() => {
    if (drawn === seen) return
    const gone = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const read = async (): Promise<void> => {
      try {
        const response = await fetch(url, { signal: gone.signal })
        if (!response.ok) throw new Error(String(response.status))
        setPicture(await response.json())
        setDrawn(seen)
      } catch {
        if (!gone.signal.aborted) timer = setTimeout(read, againMs)
      }
    }
    void read()
    return () => {
      gone.abort()
      clearTimeout(timer)
    }
  }, [url, seen, drawn])
  return picture
}
