'use client'

import { useEffect, useState } from 'react'

export interface FoundApp {
  id: string
  name: string
  domain: string | null
  hasImage: boolean
}

const quietMs = 120

/** What people say before an app's name; the server looks for the rest. */
const verbs = /^(open|go to|deploy|redeploy|a release of|deployment history of|logs of|logs|of)\s+/i

const nameIn = (text: string): string => {
  const rest = text.trimStart().replace(verbs, '')
  return rest === text.trimStart() ? rest.trim() : nameIn(rest)
}

/** The apps whose name or domain has what is typed, while the palette is open. */
export const useFoundApps = (text: string, open: boolean): readonly FoundApp[] => {
  const [apps, setApps] = useState<readonly FoundApp[]>([])
  const name = nameIn(text)
  useEffect(() => {
    if (!open) return
    const gone = new AbortController()
    const timer = setTimeout(() => {
      fetch(`/apps/found?q=${encodeURIComponent(name)}`, { signal: gone.signal })
        .then(async (answer) => {
          if (answer.ok) setApps(await answer.json())
        })
        // Pages can be gone to without it.
        .catch(() => undefined)
    }, quietMs)
    return () => {
      clearTimeout(timer)
      gone.abort()
    }
  }, [name, open])
  return apps
}
