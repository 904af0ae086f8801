'use client'

import { useEffect, useState } from 'react'

/** The time, ten times a second while `running`; the server's for the first picture, so that both draw the same. */
export const useNow = (running: boolean, first: string): number => {
  const [now, setNow] = useState(() => Date.parse(first))
  useEffect(() => {
    if (!running) return
    const timer = setInterval(() => setNow(Date.now()), 100)
    return () => clearInterval(timer)
  }, [running])
  return now
}
