'use client'

import { useEffect, useState } from 'react'
import type { ShownReplica } from './traffic-picture'

interface Answer {
  replicas: readonly ShownReplica[]
  release: { id: string; number: number; image: string; digest: string } | null
}

/** The replicas and the release, read again whenever `seen` changes: a step began or ended. */
export const useReplicas = (
  url: string,
  seen: string,
  replicas: readonly ShownReplica[],
  release: Answer['release'],
): Answer => {
  const [answer, setAnswer] = useState<Answer>({ replicas, release })
  const [drawn, setDrawn] = useState(seen)
  useEffect(() => {
    if (drawn === seen) return
    const gone = new AbortController()
    fetch(url, { signal: gone.signal })
      .then((response) => (response.ok ? response.json() : null))
      .then((fresh: Answer | null) => {
        if (fresh === null) return
        setAnswer(fresh)
        setDrawn(seen)
      })
      // The next step asks again; a picture that is a moment old does no harm.
      .catch(() => undefined)
    return () => gone.abort()
  }, [url, seen, drawn])
  return answer
}
