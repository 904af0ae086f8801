'use client'

import { useEffect, useState } from 'react'

export interface FoundMonitor {
  id: string
  name: string
}

const quietMs = 120

/** The first monitors that are called what is typed; of an empty text the first of all. */
export const useFoundMonitors = (text: string): readonly FoundMonitor[] => {
  const [found, setFound] = useState<readonly FoundMonitor[]>([])
  const name = text.trim()
  useEffect(() => {
    const gone = new AbortController()
    const timer = setTimeout(() => {
      fetch(`/monitors/found?q=${encodeURIComponent(name)}`, { signal: gone.signal })
        .then(async (answer) => {
          if (answer.ok) setFound(await answer.json())
        })
        // Left for another text, or no answer: then what is shown stays.
        .catch(() => undefined)
    }, quietMs)
    return () => {
      clearTimeout(timer)
      gone.abort()
    }
  }, [name])
  return found
}
