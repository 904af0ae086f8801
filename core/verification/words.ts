import { formatDuration } from '../format/duration'
import { formatAmount, formatCountOf, thin } from '../format/number'
import type { LatencyMeasure, Measure } from './comparison'
import { type Counted, shareOf } from './counted'

/** The releases' names: `v15`, `v14`. */
export interface Names {
  new: string
  old: string
}

/** A share as people say it: `0 %`, `0.9 %`, `12.4 %`. */
export const percent = (counted: Counted): string => {
  const value = shareOf(counted) * 100
  return `${value < 10 ? formatAmount(value) : value.toFixed(1).replace(/\.0$/, '')}${thin}%`
}

const of = (counted: Counted, what: string): string => `${percent(counted)} of ${formatCountOf(counted.requests, what)}`

/** Both shares in words, to follow a colon: `12.4 % of 1 310 requests failed on v15, 0.9 % of 81 000 on v14`. */
export const errorsInWords = (measure: Measure, names: Names): string =>
  `${of(measure.new, 'request')} failed on ${names.new}, ${of(measure.old, 'request')} on ${names.old}`

export const latencyInWords = (measure: LatencyMeasure, names: Names): string =>
  `${of(measure.new, 'answer')} took more than ${formatDuration(measure.slowerThanMs ?? 0)} on ${names.new}, ${of(measure.old, 'answer')} on ${names.old}`
