import type { Check } from './check'

export type State = 'pending' | 'up' | 'degraded' | 'down'

/** Where a monitor stands. Times are milliseconds since the epoch. */
export interface Standing {
  state: State
  since: number
  /** Checks of one kind in a row. */
  failures: number
  successes: number
  failingSince: number | null
  /** When checks went from good to failed or back, newest last. */
  changes: readonly number[]
  flapping: boolean
  /**
   * Of the last check that counted: an incident may be about a certificate while the monitor is up. A failure that makes
   * no outage does not count, so it does not end that one either; nor does a good check that ends no outage.
   */
  lastCode: Check['code']
}

export interface Thresholds {
  failureThreshold: number
  recoveryThreshold: number
  intervalSeconds: number
}

/** What a check means for the monitor's incident. */
export type IncidentStep =
  | { kind: 'opened'; openedAt: number; cause: { code: string; text: string } }
  | { kind: 'cause_changed'; cause: { code: string; text: string } }
  | { kind: 'flapping' }
  /** `overtaken`: a warning, by the outage that opens with the next step. */
  | { kind: 'resolved'; overtaken?: true }

/** So many changes within so many intervals are no outage any more, nor an end of one. */
const flapping = { changes: 5, intervals: 10 }
/** So many good checks in a row end it. */
const steadyAfter = 5

/** How long after its end an incident is taken up again rather than followed by another. */
export const flapWindowMs = (intervalSeconds: number): number => flapping.intervals * intervalSeconds * 1000

/** Where the monitor stands after a check, and what becomes of its incident. A check that nobody made changes nothing. */
export const afterCheck = (
  before: Standing,
  check: Pick<Check, 'outcome' | 'code' | 'error'>,
  at: number,
  thresholds: Thresholds,
): { standing: Standing; steps: IncidentStep[] } => {
  if (check.outcome === 'skipped') return { standing: before, steps: [] }
  const counted = count(before, check.outcome === 'failed', at, thresholds)
  const judged = withState(before, { ...counted, lastCode: check.code }, check.outcome, at, thresholds)
  if (check.outcome === 'failed' && judged.state !== 'down') {
    return { standing: { ...judged, lastCode: before.lastCode }, steps: [] }
  }
  const standing = { ...judged, lastCode: codeThatCounts(before, judged, check) }
  return { standing, steps: stepsOf(before, standing, check, at) }
}

/** Good checks of a monitor that is down say nothing of why: what is told is why it failed. */
const codeThatCounts = (before: Standing, after: Standing, { outcome, code }: Pick<Check, 'outcome' | 'code'>) => {
  if (after.state !== 'down' || outcome === 'failed') return code
  return before.state === 'down' ? before.lastCode : null
}

const count = (before: Standing, isFailed: boolean, at: number, { intervalSeconds }: Thresholds): Standing => {
  const wasFailing = before.failures > 0
  const isFirst = before.failures === 0 && before.successes === 0
  const recent = before.changes.filter((change) => change > at - flapWindowMs(intervalSeconds))
  const changes = !isFirst && wasFailing !== isFailed ? [...recent, at] : recent
  return {
    ...before,
    failures: isFailed ? before.failures + 1 : 0,
    successes: isFailed ? 0 : before.successes + 1,
    failingSince: isFailed ? (before.failingSince ?? at) : null,
    changes,
    flapping: before.flapping || changes.length >= flapping.changes,
  }
}

const withState = (
  before: Standing,
  counted: Standing,
  outcome: Check['outcome'],
  at: number,
  { failureThreshold, recoveryThreshold }: Thresholds,
): Standing => {
  const begins = counted.flapping && !before.flapping
  const failed = outcome === 'failed'
  if (before.state === 'down') {
    const enough = counted.flapping ? Math.max(recoveryThreshold, steadyAfter) : recoveryThreshold
    if (failed || counted.successes < enough) return counted
    // What went before it was steady is over: it would make it flap again at the next good check.
    const changes = counted.flapping ? [] : counted.changes
    return { ...counted, state: goodState(outcome, counted), since: at, flapping: false, changes }
  }
  if (failed && (begins || counted.failures >= failureThreshold)) {
    return { ...counted, state: 'down', since: counted.failingSince ?? at }
  }
  if (failed) return counted
  // It began to flap on a good check: whoever asks now may well fail.
  if (begins) return { ...counted, state: 'down', since: at }
  const state = goodState(outcome, counted)
  return state === before.state ? counted : { ...counted, state, since: at }
}

const goodState = (outcome: Check['outcome'], { lastCode }: Standing): State =>
  outcome === 'slow' || lastCode === 'tls_expires_soon' ? 'degraded' : 'up'

/** What the incident is about: nothing, an outage, or a certificate. */
const troubleOf = ({ state, lastCode }: Standing): 'none' | 'down' | 'certificate' =>
  state === 'down' ? 'down' : lastCode === 'tls_expires_soon' ? 'certificate' : 'none'

const stepsOf = (
  before: Standing,
  after: Standing,
  check: Pick<Check, 'outcome' | 'code' | 'error'>,
  at: number,
): IncidentStep[] => {
  const [was, is] = [troubleOf(before), troubleOf(after)]
  const steps: IncidentStep[] = []
  // An outage and a certificate that ends soon are told apart: each begins and ends by itself.
  if (was !== is) {
    if (was !== 'none') steps.push({ kind: 'resolved', ...(is === 'down' ? { overtaken: true } : {}) })
    if (is !== 'none')
      steps.push({ kind: 'opened', openedAt: is === 'down' ? after.since : at, cause: causeOf(is, check) })
  } else if (is === 'down' && before.lastCode !== null && after.lastCode !== before.lastCode) {
    steps.push({ kind: 'cause_changed', cause: causeOf(is, check) })
  }
  if (after.flapping && !before.flapping) steps.push({ kind: 'flapping' })
  return steps
}

const causeOf = (
  trouble: 'down' | 'certificate',
  { outcome, code, error }: Pick<Check, 'outcome' | 'code' | 'error'>,
): { code: string; text: string } =>
  code === null || (trouble === 'down' && outcome !== 'failed')
    ? { code: 'flapping', text: 'it fails and recovers again and again' }
    : { code, text: error ?? code }
