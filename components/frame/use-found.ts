'use client'

import { useEffect, useState } from 'react'

export interface FoundApp {
  id: string
  name: string
  domain: string | null
  hasImage: boolean
}

export interface FoundMonitor {
  id: string
  name: string
  enabled: boolean
}

interface Found {
  apps: readonly FoundApp[]
  monitors: readonly FoundMonitor[]
}

const quietMs = 120

/** What people say before a name; the server looks for the rest. */
const verbs =
  /^(open|go to|deploy|redeploy|pause|resume|monitor|a release of|deployment history of|logs of|logs|of)\s+/i

const nameIn = (text: string): string => {
  const rest = text.trimStart().replace(verbs, '')
  return rest === text.trimStart() ? rest.trim() : nameIn(rest)
}

/** The apps and monitors that are called what is typed, while the palette is open. */
export const useFound = (text: string, open: boolean): Found => {
  const [found, setFound] = useState<Found>({ apps: [], monitors: [] })
  const name = nameIn(text)
  useEffect(() => {
    if (!open) return
    const gone = new AbortController()
    const ask = async (kind: keyof Found): Promise<void> => {
      const answer = await fetch(`/${kind}/found?q=${encodeURIComponent(name)}`, { signal: gone.signal })
      if (!answer.ok) return
      const content = await answer.json()
      setFound((before) => ({ ...before, [kind]: content }))
    }
    const timer = setTimeout(() => {
      // Pages can be gone to without it.
      for (const kind of ['apps', 'monitors'] as const) ask(kind).catch(() => undefined)
    }, quietMs)
    return () => {
      clearTimeout(timer)
      gone.abort()
    }
  }, [name, open])
  return found
}
