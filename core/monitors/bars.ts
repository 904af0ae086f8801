import { formatDuration } from '../format/duration'
import { formatCountOf } from '../format/number'
import { type Uptime, uptimePercent } from './uptime'

/** A bar is 10 wide with 2 between; its height says nothing but where it was down. */
export const barPitch = 12
const width = 10
export const barHeight = 100
/** An outage of a second is to be seen as well as one of a day. */
const leastDown = 25
const unknownHeight = 12

interface BarPaths {
  up: string
  degraded: string
  down: string
  unknown: string
}

/** The bars of a row as one path for each kind: the part of a day that was down stands apart at the top of its bar. */
export const barPaths = (bars: readonly Uptime[]): BarPaths => {
  const paths: BarPaths = { up: '', degraded: '', down: '', unknown: '' }
  for (const [index, bar] of bars.entries()) {
    const x = index * barPitch
    if (bar.knownMs === 0) {
      paths.unknown += rect(x, barHeight - unknownHeight, unknownHeight)
      continue
    }
    const down = bar.downMs === 0 ? 0 : Math.round(Math.max(leastDown, (bar.downMs / bar.knownMs) * barHeight))
    if (down > 0) paths.down += rect(x, 0, down)
    const top = down === 0 ? 0 : down + 6
    if (top >= barHeight) continue
    // A notch tells a slow day from a good one without the colour.
    const from = bar.degradedMs > 0 && down === 0 ? 20 : top
    paths[bar.degradedMs > 0 ? 'degraded' : 'up'] += rect(x, from, barHeight - from)
  }
  return paths
}

const rect = (x: number, y: number, height: number): string => `M${x} ${y}h${width}v${height}h-${width}z`

/** `99.98 %`; never 100 where it was down. */
export const formatUptime = (percent: number | null): string => {
  if (percent === null) return '–'
  const shown = percent === 100 ? '100' : (Math.floor(percent * 100) / 100).toFixed(2)
  return `${shown}\u202F%`
}

/** What bars show, in words. */
export const barsInWords = (bars: readonly Uptime[], span: string): string => {
  const sum = sumOf(bars)
  if (sum.knownMs === 0) return `${span}: nothing is known yet`
  const downDays = bars.filter(({ downMs }) => downMs > 0).length
  const down =
    downDays === 0 ? 'never down' : `down for ${formatDuration(sum.downMs)} on ${formatCountOf(downDays, 'day')}`
  return `${span}: up ${formatUptime(uptimePercent(sum))} of the time, ${down}`
}

/** Spans put together. */
export const sumOf = (bars: readonly Uptime[]): Uptime => ({
  knownMs: bars.reduce((sum, bar) => sum + bar.knownMs, 0),
  downMs: bars.reduce((sum, bar) => sum + bar.downMs, 0),
  degradedMs: bars.reduce((sum, bar) => sum + bar.degradedMs, 0),
})
