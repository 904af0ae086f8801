import type { Outcome } from './outcome'

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const totalOf = (counts: Record<string, number>): number => sum(Object.values(counts))

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0

const seconds = (value: number | null): string => (value === null ? 'never' : `${value.toFixed(1)} s`)

/** One deployment in a line, and what was amiss with it in lines of their own. */
export const outcomeLines = (outcome: Outcome, number: number, seed: number): string[] => {
  const { round, app, fault, moment, status, secondsToEnd, requests, ours, apart, secondsToEqual, problems, notes } =
    outcome
  const counted = [`${requests} requests`, `${totalOf(ours)} failed`, `${totalOf(apart)} apart`].join(', ')
  const line = `#${number} seed ${seed}/${round} ${app}: ${fault}, ${moment}: ${status} in ${seconds(secondsToEnd)}`
  return [
    `${line}; ${counted}; equal in ${seconds(secondsToEqual)}`,
    ...problems.map((problem) => `    ✗ ${problem}`),
    ...notes.map((note) => `    · ${note}`),
  ]
}

/** A table by fault, and the totals. */
export const summaryLines = (outcomes: readonly Outcome[]): string[] => {
  const faults = [...new Set(outcomes.map((outcome) => outcome.fault))]
  const header = [
    'fault',
    'deployments',
    'ended as',
    'end p50 / max',
    'requests',
    'failed',
    'apart',
    'equal max',
    'amiss',
  ]
  const rows = faults.map((fault) => {
    const own = outcomes.filter((outcome) => outcome.fault === fault)
    const ends = own.map((outcome) => outcome.secondsToEnd ?? Number.POSITIVE_INFINITY)
    const statuses = [...new Set(own.map((outcome) => outcome.status))]
    return [
      fault,
      String(own.length),
      statuses.map((status) => `${own.filter((one) => one.status === status).length} ${status}`).join(', '),
      `${median(ends).toFixed(1)} / ${Math.max(...ends).toFixed(1)} s`,
      String(sum(own.map((outcome) => outcome.requests))),
      String(sum(own.map((outcome) => totalOf(outcome.ours)))),
      String(sum(own.map((outcome) => totalOf(outcome.apart)))),
      seconds(
        own.some((one) => one.secondsToEqual === null) ? null : Math.max(...own.map((one) => one.secondsToEqual ?? 0)),
      ),
      String(own.filter((outcome) => outcome.problems.length > 0).length),
    ]
  })
  const table = [header, ...rows]
  const widths = header.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  return [
    '',
    ...table.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
    '',
    ...gapLines(outcomes),
    totalLine(outcomes),
  ]
}

const gapLines = (outcomes: readonly Outcome[]): string[] =>
  ['engine restarted', 'engine killed', 'both proxies killed'].flatMap((fault) => {
    const gaps = outcomes.filter((outcome) => outcome.fault === fault).flatMap((outcome) => outcome.gapsMs)
    if (gaps.length === 0) return []
    const [middle, longest] = [median(gaps), Math.max(...gaps)].map((ms) => (ms / 1000).toFixed(1))
    return [`${fault}: nobody was served for ${middle} s (p50), ${longest} s (longest)`]
  })

const totalLine = (outcomes: readonly Outcome[]): string => {
  const amiss = outcomes.filter((outcome) => outcome.problems.length > 0).length
  const requests = sum(outcomes.map((outcome) => outcome.requests))
  const ours = sum(outcomes.map((outcome) => totalOf(outcome.ours)))
  const apart: Record<string, number> = {}
  for (const outcome of outcomes)
    for (const [cause, count] of Object.entries(outcome.apart)) apart[cause] = (apart[cause] ?? 0) + count
  return `${outcomes.length} deployments, ${amiss} with something amiss; ${requests} requests, ${ours} failed that are ours; apart: ${JSON.stringify(apart)}`
}
