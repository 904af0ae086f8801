/** The last hour in thirty points of two minutes. */
export const sparkPlan = { step: 120, points: 30, level: 60 } as const

/** An app's last hour in a few figures. */
export interface Spark {
  /** Requests a second, oldest first; null where nothing was measured. */
  rates: (number | null)[]
  /** Whether there were errors, point by point. */
  hasErrors: boolean[]
  /** Of the newest point that was measured. */
  requestsPerSecond: number | null
  /** 5xx and broken-off answers of the whole hour. */
  errors: number
}

interface Span {
  at: Date
  covered: number
  requests: number
  errors: number
}

export const sparkOf = (spans: readonly Span[], since: Date): Spark => {
  const known = new Map(spans.map((span) => [span.at.getTime(), span]))
  const points = Array.from(
    { length: sparkPlan.points },
    (_, index) => known.get(since.getTime() + index * sparkPlan.step * 1000) ?? null,
  )
  const rates = points.map((span) => (span && span.covered > 0 ? span.requests / span.covered : null))
  return {
    rates,
    hasErrors: points.map((span) => (span?.errors ?? 0) > 0),
    requestsPerSecond: rates.findLast((rate) => rate !== null) ?? null,
    errors: spans.reduce((total, span) => total + span.errors, 0),
  }
}
