'use client'

import { clsx } from 'clsx'
import Link from 'next/link'
import { useState } from 'react'
import { deploymentMarks, type ShownMove } from '@/components/charts/deployment-marks'
import { FiguresTable } from '@/components/charts/figures-table'
import { TimeChart } from '@/components/charts/time-chart'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { formatDuration } from '@/core/format/duration'
import { formatCount } from '@/core/format/number'
import { formatDay, formatHour } from '@/core/format/time'
import type { LatencyPoint } from '@/core/monitors/latency-points'
import { type LatencyRange, latencyPlans, latencyRanges } from '@/core/monitors/latency-ranges'
import { phaseNames, phaseParts, phaseWords } from '@/core/monitors/phase-parts'
import { phaseTints } from './phases-view'

interface LatencyChartProps {
  monitorId: string
  range: LatencyRange
  stepSeconds: number
  points: readonly LatencyPoint[]
  p50Ms: number | null
  p95Ms: number | null
  moves: readonly ShownMove[]
}

const told = (ms: number | null): string => (ms === null ? '–' : formatDuration(ms))

/** How long answers took, phase upon phase, with every deployment of the app marked. */
export const LatencyChart = ({ monitorId, range, stepSeconds, points, p50Ms, p95Ms, moves }: LatencyChartProps) => {
  const [cursor, setCursor] = useState<number | null>(null)
  const parts = points.map((point) => (point.totalMs === null ? null : phaseParts(point)))
  const times = points.map(({ at }) => at)
  const momentAt = (time: string): string => {
    const at = new Date(time)
    return stepSeconds < 600 ? `${formatHour(at)} UTC` : `${formatDay(at)}, ${formatHour(at)} UTC`
  }
  const ground: (number | null)[] = points.map(() => 0)
  const series = phaseNames.map((name) => {
    const on = [...ground]
    const values = parts.map((part) => part?.[name] ?? null)
    for (const [index, value] of values.entries()) ground[index] = (ground[index] ?? 0) + (value ?? 0)
    return { name: phaseWords[name], look: 'part' as const, values, part: { ...phaseTints[name], on } }
  })
  return (
    <Section
      title="Response time"
      description={
        p50Ms === null || p95Ms === null
          ? null
          : `Half within ${formatDuration(p50Ms)}, 95 of 100 within ${formatDuration(p95Ms)}.`
      }
      actions={<Ranges monitorId={monitorId} range={range} />}
    >
      {p50Ms === null ? (
        <EmptyState title={`No good answer in the ${latencyPlans[range].words}`}>
          How long good answers take is drawn here, phase by phase. Failed checks are listed below.
        </EmptyState>
      ) : (
        <>
          <TimeChart
            title="By phase"
            times={times}
            stepSeconds={stepSeconds}
            series={series}
            format={formatDuration}
            cursor={cursor}
            onCursor={setCursor}
            momentOf={(index) => momentAt(times[index] ?? '')}
            marks={deploymentMarks(moves, { times, stepSeconds })}
          />
          <FiguresTable
            points={points.filter(({ checks }) => checks > 0)}
            columns={[
              { title: 'From', cell: ({ at }) => momentAt(at) },
              { title: 'Checks', cell: ({ checks }) => formatCount(checks) },
              { title: 'Failed', cell: ({ failed }) => formatCount(failed) },
              { title: 'Half within', cell: ({ p50Ms }) => told(p50Ms) },
              { title: '95 of 100 within', cell: ({ p95Ms }) => told(p95Ms) },
            ]}
          />
        </>
      )}
    </Section>
  )
}

const Ranges = ({ monitorId, range }: { monitorId: string; range: LatencyRange }) => (
  <ul aria-label="How far back" className="flex rounded-md border border-line-strong p-0.5">
    {latencyRanges.map((one) => (
      <li key={one}>
        <Link
          href={`/monitors/${monitorId}?range=${one}`}
          scroll={false}
          replace
          aria-current={one === range ? 'true' : undefined}
          className={clsx(
            'figures inline-flex min-h-6.5 items-center rounded-sm px-2.5 text-sm pointer-coarse:min-h-10',
            one === range ? 'bg-hover font-medium text-text' : 'text-muted hover:text-text',
          )}
        >
          {one}
          <span className="sr-only">, {latencyPlans[one].words}</span>
        </Link>
      </li>
    ))}
  </ul>
)
