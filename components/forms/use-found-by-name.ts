'use client'

import { useEffect, useState } from 'react'

/** An app or a monitor, as one picks it. */
export interface Picked {
  id: string
  name: string
}

const quietMs = 120

/** The first apps or monitors that are called what is typed; of an empty text the first of all. */
export const useFoundByName = (kind: 'apps' | 'monitors', text: string): readonly Picked[] => {
  const [found, setFound] = useState<readonly Picked[]>([])
  const name = text.trim()
  useEffect(() => {
    const gone = new AbortController()
    const timer = setTimeout(() => {
      fetch(`/${kind}/found?q=${encodeURIComponent(name)}`, { signal: gone.signal })
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
  }, [kind, name])
  return found
}
