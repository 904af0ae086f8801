'use client'

import { useState } from 'react'
import { FiguresTable } from '@/components/charts/figures-table'
import type { Values } from '@/components/charts/geometry'
import { SparkLine } from '@/components/charts/spark-line'
import { TimeChart } from '@/components/charts/time-chart'
import { formatAmount } from '@/core/format/number'
import { formatHour } from '@/core/format/time'
import { Strip, WideCase } from './exhibit'

const count = 60
const from = Date.parse('2026-09-03T13:30:00Z')
const times = Array.from({ length: count }, (_, index) => new Date(from + index * 60_000).toISOString())
const wave = times.map((_, index) => 40 + 22 * Math.sin(index / 7) + 6 * Math.sin(index * 2.3))
const errors = times.map((_, index) => (index > 33 && index < 40 ? 14 - 2 * Math.abs(index - 36.5) : 0))
const gap = wave.map((value, index) => (index > 20 && index < 32 ? null : value))
const ground: Values = times.map(() => 0)
const tints = [
  { background: 'bg-accent/40', fill: 'fill-accent/40' },
  { background: 'bg-accent/80', fill: 'fill-accent/80' },
] as const
const none: Values = times.map(() => null)

const marks = [
  { key: 'a', place: 0.18, label: 'v14', title: 'Deployment 41, succeeded, 13:41 UTC', href: '#time-chart' },
  { key: 'b', place: 0.56, label: 'v15', title: 'Deployment 42, succeeded, 14:04 UTC', href: '#time-chart' },
  { key: 'c', place: 0.68, label: 'v14', title: 'Deployment 43, succeeded, 14:11 UTC', href: '#time-chart' },
]

export const TimeCharts = () => {
  const [cursor, setCursor] = useState<number | null>(null)
  const shared = {
    times,
    stepSeconds: 60,
    cursor,
    onCursor: setCursor,
    momentOf: (index: number) => `${formatHour(new Date(times[index] ?? from))} UTC`,
    format: (value: number) => `${formatAmount(value)}/s`,
  }
  return (
    <>
      <WideCase name="two series with marks">
        <TimeChart
          {...shared}
          title="Requests and errors"
          series={[
            { name: 'requests', look: 'accent', values: wave },
            { name: 'errors', look: 'bad', values: errors },
          ]}
          marks={marks}
        />
      </WideCase>
      <WideCase name="one series, with a time that was not measured">
        <TimeChart {...shared} title="Requests" series={[{ name: 'requests', look: 'accent', values: gap }]} />
      </WideCase>
      <WideCase name="parts that add up">
        <TimeChart
          {...shared}
          title="By phase"
          series={[
            { name: 'connect', look: 'part', values: wave, part: { ...tints[0], on: ground } },
            { name: 'first byte', look: 'part', values: errors, part: { ...tints[1], on: wave } },
          ]}
        />
        <FiguresTable
          points={times.map((at, index) => ({ at, value: wave[index] ?? 0 }))}
          columns={[
            { title: 'From', cell: ({ at }) => formatHour(new Date(at)) },
            { title: 'Connect', cell: ({ value }) => formatAmount(value) },
          ]}
        />
      </WideCase>
      <WideCase name="empty">
        <TimeChart {...shared} title="Requests" series={[{ name: 'requests', look: 'accent', values: none }]} />
      </WideCase>
    </>
  )
}

const sparks: readonly { name: string; values: Values; isBad: readonly boolean[] }[] = [
  { name: 'calm', values: wave, isBad: [] },
  { name: 'with errors', values: wave, isBad: errors.map((value) => value > 0) },
  { name: 'with a gap', values: gap, isBad: [] },
  { name: 'empty', values: none, isBad: [] },
]

export const SparkLines = () => (
  <Strip
    cases={sparks.map(({ name, values, isBad }) => ({ name, shown: <SparkLine values={values} isBad={isBad} /> }))}
  />
)
