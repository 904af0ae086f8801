'use client'

import { clsx } from 'clsx'
import type { KeyboardEvent, PointerEvent } from 'react'
import { type ChartMark, ChartMarks } from './chart-marks'
import { areaPath, bandPath, barsPath, drawing, levelsOf, linePath, placeOf, timeTicks, type Values } from './geometry'

interface Series {
  name: string
  values: Values
  /** Red is for users being hurt. */
  look: 'accent' | 'bad' | 'part'
  /** Of a part: its tint, and what it stands on, point by point. */
  part?: { background: string; fill: string; on: Values }
}

interface TimeChartProps {
  title: string
  /** Beginning of each point. */
  times: readonly string[]
  stepSeconds: number
  series: readonly Series[]
  /** A value with its unit. */
  format: (value: number) => string
  /** Without: the newest known values stand beside the title. */
  cursor: number | null
  onCursor: (index: number | null) => void
  /** When the point at the cursor was, in words. */
  momentOf: (index: number) => string
  marks?: readonly ChartMark[]
  className?: string
}

/**
 * A few values over time. Drawn by the server, so it is there at once; the pointer or the arrow keys ask for a point.
 */
export const TimeChart = (props: TimeChartProps) => {
  const { title, times, series, format, cursor, onCursor, momentOf } = props
  const { top, levels } = levelsOf(series.map(reach))
  const count = times.length
  const shown = cursor ?? lastKnown(series)
  const said =
    shown === null ? 'nothing measured' : series.map((one) => `${one.name} ${told(one, shown, format)}`).join(', ')
  return (
    <figure className={clsx('min-w-0', props.className)}>
      <figcaption className="mb-2 flex min-h-6 flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">{title}</span>
        <span className="figures flex flex-wrap gap-x-4 text-sm">
          {cursor === null ? null : <span className="text-muted">{momentOf(cursor)}</span>}
          {series.map((one) => (
            <span key={one.name} className="inline-flex items-center gap-1.5">
              <span aria-hidden className={clsx('size-2 rounded-full', dot(one))} />
              {series.length > 1 ? <span className="text-muted">{one.name}</span> : null}
              <span className="font-medium">{shown === null ? '–' : told(one, shown, format)}</span>
            </span>
          ))}
        </span>
      </figcaption>
      <div className="flex">
        <div className={clsx('relative min-w-0 flex-1', props.marks ? 'h-44' : 'h-24')}>
          <svg
            viewBox={`0 0 ${drawing.width} ${drawing.height}`}
            preserveAspectRatio="none"
            aria-hidden="true"
            className="absolute inset-0 size-full overflow-visible"
          >
            {[0, ...levels].map((level) => (
              <line
                key={level}
                x2={drawing.width}
                y1={drawing.height * (1 - level / top)}
                y2={drawing.height * (1 - level / top)}
                className="stroke-line"
                vectorEffect="non-scaling-stroke"
              />
            ))}
            {series.map((one) =>
              one.look === 'bad' ? (
                <Bars key={one.name} values={one.values} top={top} />
              ) : one.part ? (
                <path key={one.name} d={bandPath(one.part.on, reach(one), top)} className={one.part.fill} />
              ) : (
                <Line key={one.name} values={one.values} top={top} />
              ),
            )}
          </svg>
          <div
            role="slider"
            tabIndex={0}
            aria-label={`${title}, moment`}
            aria-valuemin={0}
            aria-valuemax={Math.max(0, count - 1)}
            aria-valuenow={shown ?? 0}
            aria-valuetext={shown === null ? said : `${momentOf(shown)}: ${said}`}
            onKeyDown={(event) => moveBy(event, count, shown, onCursor)}
            onBlur={() => onCursor(null)}
            onPointerMove={(event) => onCursor(indexAt(event, count))}
            onPointerLeave={() => onCursor(null)}
            className="absolute inset-0 rounded-sm"
          />
          {cursor === null ? null : (
            <span
              aria-hidden
              className="pointer-events-none absolute inset-y-0 w-px bg-text"
              style={{ left: `${placeOf(cursor, count) * 100}%` }}
            />
          )}
          {props.marks ? <ChartMarks marks={props.marks} /> : null}
        </div>
        <div aria-hidden className="figures relative w-16 shrink-0 text-xs text-muted">
          {levels.map((level) => (
            <span
              key={level}
              className="absolute left-2 -translate-y-1/2 whitespace-nowrap"
              style={{ top: `${100 * (1 - level / top)}%` }}
            >
              {format(level)}
            </span>
          ))}
        </div>
      </div>
      <div aria-hidden className="figures relative mr-16 h-5 text-xs text-muted">
        {timeTicks(times, props.stepSeconds).map((tick) => (
          <span
            key={tick.place}
            className="absolute top-1 -translate-x-1/2 whitespace-nowrap"
            style={{ left: `${tick.place * 100}%` }}
          >
            {tick.text}
          </span>
        ))}
      </div>
    </figure>
  )
}

const Line = ({ values, top }: { values: Values; top: number }) => (
  <>
    <path d={areaPath(values, top)} className="fill-accent/12" />
    <path
      d={linePath(values, top)}
      className="fill-none stroke-accent"
      strokeWidth="1.5"
      strokeLinejoin="round"
      vectorEffect="non-scaling-stroke"
    />
  </>
)

/** Where users are hurt, however little: a bar stands out where a line would hug the ground. */
const Bars = ({ values, top }: { values: Values; top: number }) => (
  <path d={barsPath(values, top)} className="fill-bad" />
)

const dot = ({ look, part }: Series): string => part?.background ?? (look === 'bad' ? 'bg-bad' : 'bg-accent')

/** How high a series reaches: a part stands on others. */
const reach = ({ values, part }: Series): Values =>
  part ? values.map((value, index) => (value === null ? null : value + (part.on[index] ?? 0))) : values

const lastKnown = (series: readonly Series[]): number | null => {
  const known = Math.max(-1, ...series.map((one) => one.values.findLastIndex((value) => value !== null)))
  return known === -1 ? null : known
}

const told = (series: Series, index: number, format: (value: number) => string): string => {
  const value = series.values[index]
  return value == null ? 'not measured' : format(value)
}

const indexAt = (event: PointerEvent<HTMLElement>, count: number): number => {
  const box = event.currentTarget.getBoundingClientRect()
  return Math.min(count - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * count)))
}

const steps: Record<string, number> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowDown: -1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
}

const moveBy = (
  event: KeyboardEvent<HTMLElement>,
  count: number,
  from: number | null,
  onCursor: (index: number | null) => void,
): void => {
  const step = steps[event.key]
  const to = event.key === 'Home' ? 0 : event.key === 'End' ? count - 1 : step === undefined ? null : (from ?? 0) + step
  if (to === null) return
  event.preventDefault()
  onCursor(Math.min(count - 1, Math.max(0, to)))
}
