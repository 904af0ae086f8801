'use client'

import { createContext, type ReactNode, use, useEffect, useRef, useState } from 'react'
import { SparkLine } from '@/components/charts/spark-line'
import { useTopic } from '@/components/live/use-topic'
import { formatAmount, formatCount, formatCountOf } from '@/core/format/number'
import type { Spark } from '@/core/samples/spark'

type Sparks = Readonly<Record<string, Spark>>

const SparksContext = createContext<Sparks>({})

/** A point stands for two minutes, so more often than this there is little new. */
const everyMs = 30_000

/** The last hour of every app of a list, read again as samples come. */
export const SparksOf = ({
  initial,
  appIds,
  children,
}: {
  initial: Sparks
  appIds: readonly string[]
  children: ReactNode
}) => {
  const [sparks, setSparks] = useState(initial)
  const [given, setGiven] = useState(initial)
  if (given !== initial) {
    setGiven(initial)
    setSparks(initial)
  }
  const readAt = useRef(Date.now())
  const reading = useRef<AbortController | null>(null)
  useTopic('sampled', (message) => {
    if (message.type !== 'sampled' || Date.now() - readAt.current < everyMs) return
    if (!message.data.appIds.some((id) => appIds.includes(id))) return
    readAt.current = Date.now()
    reading.current = new AbortController()
    const query = new URLSearchParams(appIds.map((id) => ['app', id]))
    // What is shown stays until the next samples come.
    fetch(`/apps/sparks?${query}`, { signal: reading.current.signal })
      .then(async (answer) => {
        if (answer.ok) setSparks(await answer.json())
      })
      .catch(() => undefined)
  })
  useEffect(() => () => reading.current?.abort(), [])
  return <SparksContext value={sparks}>{children}</SparksContext>
}

/** Requests a second and errors of the last hour, as a line and in words. */
export const SparkOf = ({ appId }: { appId: string }) => {
  const spark = use(SparksContext)[appId]
  if (!spark) return <span className="text-muted">–</span>
  return (
    <span className="flex items-center gap-3">
      <SparkLine values={spark.rates} isBad={spark.hasErrors} />
      <span className="figures text-sm whitespace-nowrap">
        <span className="block">
          {spark.requestsPerSecond === null ? '–' : `${formatAmount(spark.requestsPerSecond)}/s`}
        </span>
        <span className={spark.errors > 0 ? 'block font-medium text-bad' : 'block text-muted'}>
          {spark.errors > 0 ? formatCountOf(spark.errors, 'error') : 'no errors'}
          <span className="sr-only"> in the last hour{spark.errors > 0 ? `, ${formatCount(spark.errors)}` : ''}</span>
        </span>
      </span>
    </span>
  )
}
