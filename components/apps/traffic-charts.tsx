'use client'

import { clsx } from 'clsx'
import { useState } from 'react'
import { deploymentMarks } from '@/components/charts/deployment-marks'
import { TimeChart } from '@/components/charts/time-chart'
import { EmptyState } from '@/components/ui/empty-state'
import { Notice } from '@/components/ui/notice'
import { Section } from '@/components/ui/section'
import { formatDuration } from '@/core/format/duration'
import { formatAmount, formatBytes, thin } from '@/core/format/number'
import { formatDay, formatHour } from '@/core/format/time'
import type { AppTraffic, TrafficPoint } from '@/core/samples/points'
import { rangePlans, type SampleRange, sampleRanges } from '@/core/samples/ranges'
import { TrafficTable } from './traffic-table'
import { useTraffic } from './use-traffic'

interface TrafficChartsProps {
  appId: string
  initial: AppTraffic
}

const perSecond = (value: number): string => `${formatAmount(value)}/s`
/** In whole megabytes, so that the lines of the chart stand at round ones. */
const megabyte = 1024 ** 2
const megabytesOf = ({ memoryBytes }: TrafficPoint): number | null =>
  memoryBytes === null ? null : memoryBytes / megabyte
const megabytes = (value: number): string => formatBytes(value * megabyte)
const perCent = (value: number): string => `${formatAmount(value)}${thin}%`

/** What users asked for over time, and what that took, with every deployment marked. */
export const TrafficCharts = ({ appId, initial }: TrafficChartsProps) => {
  const { traffic, range, choose, failed } = useTraffic(appId, initial)
  const [cursor, setCursor] = useState<number | null>(null)
  const { points, stepSeconds } = traffic
  const isMeasured = points.some((point) => point.requestsPerSecond !== null)
  const shared = {
    times: points.map((point) => point.at),
    stepSeconds,
    cursor,
    onCursor: setCursor,
    momentOf: (index: number) => momentOf(points[index], stepSeconds),
  }
  const values = (of: (point: TrafficPoint) => number | null) => points.map(of)
  return (
    <Section title="Traffic" actions={<Ranges range={range} choose={choose} />} className="mt-8">
      {failed ? (
        <div className="mb-3">
          <Notice tone="warn" live>
            The figures of the {rangePlans[range].words} did not come. What is shown is of before; choose again to
            retry.
          </Notice>
        </div>
      ) : null}
      {isMeasured ? (
        <>
          <TimeChart
            {...shared}
            title="Requests and errors"
            series={[
              { name: 'requests', look: 'accent', values: values((point) => point.requestsPerSecond) },
              { name: 'errors', look: 'bad', values: values((point) => point.errorsPerSecond) },
            ]}
            format={perSecond}
            marks={deploymentMarks(traffic.marks, shared)}
          />
          <div className="mt-6 grid gap-x-8 gap-y-6 md:grid-cols-3">
            <TimeChart
              {...shared}
              title="Response time"
              series={[{ name: 'mean', look: 'accent', values: values((point) => point.responseMs) }]}
              format={formatDuration}
            />
            <TimeChart
              {...shared}
              title="CPU"
              series={[{ name: 'all replicas', look: 'accent', values: values((point) => point.cpuPercent) }]}
              format={perCent}
            />
            <TimeChart
              {...shared}
              title="Memory"
              series={[{ name: 'all replicas', look: 'accent', values: values(megabytesOf) }]}
              format={megabytes}
            />
          </div>
          <TrafficTable points={points} momentOf={(point) => momentOf(point, stepSeconds)} />
        </>
      ) : (
        <EmptyState title={`Nothing was measured in the ${rangePlans[range].words}`}>
          Once a release is live, requests, errors, CPU and memory are read every ten seconds and drawn here.
        </EmptyState>
      )}
    </Section>
  )
}

const Ranges = ({ range, choose }: { range: SampleRange; choose: (range: SampleRange) => void }) => (
  <fieldset className="flex rounded-md border border-line-strong p-0.5">
    <legend className="sr-only">How far back</legend>
    {sampleRanges.map((one) => (
      <button
        key={one}
        type="button"
        aria-pressed={one === range}
        onClick={() => choose(one)}
        className={clsx(
          'figures min-h-6.5 rounded-sm px-2.5 text-sm pointer-coarse:min-h-10',
          one === range ? 'bg-hover font-medium text-text' : 'text-muted hover:text-text',
        )}
      >
        {one}
        <span className="sr-only">, {rangePlans[one].words}</span>
      </button>
    ))}
  </fieldset>
)

const momentOf = (point: TrafficPoint | undefined, stepSeconds: number): string => {
  if (!point) return ''
  const at = new Date(point.at)
  return stepSeconds < 600 ? `${formatHour(at)} UTC` : `${formatDay(at)}, ${formatHour(at)} UTC`
}
