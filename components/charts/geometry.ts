import { scaleLinear } from 'd3-scale'
import { area, line } from 'd3-shape'
import { formatDay, formatHour } from '@/core/format/time'

/** The drawing's own units; it is stretched to whatever room there is. */
export const drawing = { width: 1000, height: 100 } as const

export type Values = readonly (number | null)[]

/** Round numbers for the horizontal lines, the highest at or above every value; 0 to 1 where there is nothing. */
export const levelsOf = (series: readonly Values[]): { top: number; levels: number[] } => {
  const highest = Math.max(0, ...series.flatMap((values) => values.flatMap((value) => value ?? [])))
  const scale = scaleLinear()
    .domain([0, highest === 0 ? 1 : highest])
    .nice(3)
  return { top: scale.domain()[1] ?? 1, levels: scale.ticks(3).filter((level) => level > 0) }
}

/** Where a point stands from left to right, from 0 to 1: in the middle of its step. */
export const placeOf = (index: number, count: number): number => (index + 0.5) / count

const pathsFor = (count: number, top: number) => {
  const x = (_: number | null, index: number) => placeOf(index, count) * drawing.width
  const y = (value: number | null) => drawing.height * (1 - (value ?? 0) / top)
  const isKnown = (value: number | null): value is number => value !== null
  return { x, y, isKnown }
}

/** The line through the known values; where nothing was measured there is none. */
export const linePath = (values: Values, top: number): string => {
  const { x, y, isKnown } = pathsFor(values.length, top)
  return line<number | null>().defined(isKnown).x(x).y(y)([...values]) ?? ''
}

/** The area under it. */
export const areaPath = (values: Values, top: number): string => {
  const { x, y, isKnown } = pathsFor(values.length, top)
  return area<number | null>().defined(isKnown).x(x).y0(drawing.height).y1(y)([...values]) ?? ''
}

/** The band between two lines, where the upper one is known. */
export const bandPath = (lower: Values, upper: Values, top: number): string => {
  const { x, y } = pathsFor(upper.length, top)
  const below = (index: number): number => y(lower[index] ?? 0)
  return (
    area<number | null>()
      .defined((value) => value !== null)
      .x(x)
      .y0((_, index) => below(index))
      .y1(y)([...upper]) ?? ''
  )
}

/** A bar from the ground at every value above nothing, none lower than can be seen. */
export const barsPath = (values: Values, top: number): string => {
  const width = drawing.width / values.length
  return values
    .map((value, index) => {
      if (value === null || value <= 0) return ''
      const height = Math.max(2, (value / top) * drawing.height)
      return `M${index * width},${drawing.height}v${-height}h${width}v${height}z`
    })
    .join('')
}

interface Tick {
  /** From 0 to 1. */
  place: number
  text: string
}

const hour = 3_600_000

/** Distances between the times under a chart, in milliseconds, by how much it spans. */
const distances = [
  { upTo: 2 * hour, every: hour / 4 },
  { upTo: 12 * hour, every: hour },
  { upTo: 48 * hour, every: 4 * hour },
  { upTo: 8 * 24 * hour, every: 24 * hour },
  { upTo: Number.POSITIVE_INFINITY, every: 5 * 24 * hour },
] as const

/** A time nearer to an edge than this would be cut off there. */
const margin = 0.06

/** Round times to write under the chart. */
export const timeTicks = (times: readonly string[], stepSeconds: number): Tick[] => {
  const [first] = times
  if (first === undefined) return []
  const from = Date.parse(first)
  const span = times.length * stepSeconds * 1000
  const every = distances.find(({ upTo }) => span <= upTo)?.every ?? hour
  const ticks: Tick[] = []
  for (let at = Math.ceil(from / every) * every; at < from + span; at += every) {
    ticks.push({
      place: (at - from) / span,
      text: every < 24 * hour ? formatHour(new Date(at)) : formatDay(new Date(at)),
    })
  }
  return ticks.filter(({ place }) => place >= margin && place <= 1 - margin)
}
