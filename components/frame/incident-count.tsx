'use client'

import { clsx } from 'clsx'
import { use, useEffect, useRef, useState } from 'react'
import { teamTopic } from '@/components/live/connection'
import { useTopic } from '@/components/live/use-topic'
import { formatCount } from '@/core/format/number'

export interface OpenIncidents {
  count: number
  /** Some of them are more than warnings. */
  hurts: boolean
}

/** At most this often is asked again, however much happens. */
const everyMs = 2000

/** How many incidents have not ended; nothing where there are none. The frame outlives its pages, so it asks by itself. */
export const IncidentCount = ({ atFirst }: { atFirst: Promise<OpenIncidents> }) => {
  const first = use(atFirst)
  const [{ count, hurts }, setOpen] = useState(first)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const gone = useRef<AbortController>(undefined)
  useEffect(() => setOpen(first), [first])
  useTopic(teamTopic, () => {
    timer.current ??= setTimeout(async () => {
      timer.current = undefined
      gone.current = new AbortController()
      const answer = await fetch('/incidents/count', { signal: gone.current.signal }).catch(() => null)
      if (answer?.ok) setOpen(await answer.json())
    }, everyMs)
  })
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      gone.current?.abort()
    },
    [],
  )
  if (count === 0) return null
  return (
    <span
      className={clsx(
        'figures min-w-5 rounded-full px-1.5 text-center text-xs leading-5 font-medium max-lg:absolute max-lg:top-0.5 max-lg:left-1/2 max-lg:ml-1 max-lg:min-w-4 max-lg:px-1 max-lg:leading-4 lg:ml-auto',
        hurts ? 'bg-bad-soft text-bad' : 'bg-warn-soft text-warn',
      )}
    >
      {count > 99 ? '99+' : formatCount(count)}
      <span className="sr-only"> open</span>
    </span>
  )
}
