import { formatDuration } from '../format/duration'
import { formatAge } from '../format/time'
import { isWarning } from '../incidents/causes'
import type { Check } from './check'
import type { MonitorState } from './state'

interface VerdictFacts {
  state: MonitorState
  since: Date | null
  flapping: boolean
  lastCheck: Check | null
}

/** The one sentence that a monitor's page opens with. */
export const monitorVerdict = ({ state, since, flapping, lastCheck }: VerdictFacts, now: Date): string => {
  const age = since === null ? '' : ` for ${formatAge(since, now)}`
  const cause = lastCheck?.error ?? null
  // A good check of a monitor that is down may warn of a certificate; that is not why it is down.
  const failure = isWarning(lastCheck?.code ?? '') ? null : cause
  switch (state) {
    case 'up':
      return cause === null
        ? `It has been up${age}${answered(lastCheck)}.`
        : `It is up, but the last check says: ${cause}.`
    case 'degraded':
      return cause === null ? `It has been slow${age}${answered(lastCheck)}.` : `It answers, but ${cause}.`
    case 'down':
      return `It has been down${age}${flapping ? ', up and down in quick turn' : ''}: ${failure ?? 'the last check worked, more are wanted before it counts as up'}.`
    case 'pending':
      return 'It is about to be checked for the first time.'
    case 'maintenance':
      return 'It is in maintenance: checks go on, and nobody is alerted.'
    case 'paused':
      return 'It is paused: nothing is checked.'
  }
}

const answered = (check: Check | null): string => {
  const ms = check?.phases.totalMs ?? null
  return ms === null ? '' : ` and answers in ${formatDuration(ms)}`
}

const titleMarks: Record<MonitorState, string> = {
  up: '✓',
  degraded: '▲',
  down: '■',
  pending: '○',
  maintenance: '○',
  paused: '○',
}

/** The title of the browser's tab: status first. */
export const monitorTitle = ({ name, state }: { name: string; state: MonitorState }): string =>
  `${titleMarks[state]} ${name} – Monitors – Gapless`
