'use client'

import { useEffect, useRef, useState } from 'react'
import type { Refusal } from '@/core/action-result'
import { post } from './post'

interface Asking {
  url: string
  /** What is typed now, as the handler takes it; null, after showing what is wrong, if it cannot be asked about. */
  describe: () => unknown
  /** Told what the server would not take, field by field. */
  onRefused: (refusal: Refusal) => void
}

interface Asked<Answer> {
  running: boolean
  answer: Answer | null
  ask: () => Promise<void>
}

/** Asks the server about what is being typed, before anything is saved; given up when the person leaves. */
export const useAsk = <Answer>({ url, describe, onRefused }: Asking): Asked<Answer> => {
  const [running, setRunning] = useState(false)
  const [answer, setAnswer] = useState<Answer | null>(null)
  const leaving = useRef<AbortController | null>(null)
  useEffect(() => () => leaving.current?.abort(), [])
  const ask = async (): Promise<void> => {
    const subject = describe()
    if (subject === null) return
    setRunning(true)
    setAnswer(null)
    const gone = new AbortController()
    leaving.current = gone
    const result = await post<Answer>(url, subject, gone.signal)
    if (gone.signal.aborted) return
    if (result.ok) setAnswer(result.data)
    else onRefused(result)
    setRunning(false)
  }
  return { running, answer, ask }
}
