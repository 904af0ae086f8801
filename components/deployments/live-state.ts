import type { DeploymentFailure, DeploymentStep, Proof } from '@/core/deployments/schema'
import type { DeploymentStatus } from '@/core/deployments/state'
import type { LogEvent, StatusEvent, TrafficEvent } from '@/core/events/deployment-events'
import type { Comparison } from '@/core/verification/comparison'

/** A log line with the id of its event: its place in the order, and where a stream resumes. */
export interface LogLine extends LogEvent {
  id: number
}

/** What the page knows of a deployment while it happens. */
export interface LiveState {
  status: DeploymentStatus
  liveAt: string | null
  finishedAt: string | null
  proof: Proof | null
  failure: DeploymentFailure | null
  comparison: Comparison | null
  steps: readonly DeploymentStep[]
  traffic: TrafficEvent | null
  lines: readonly LogLine[]
  /** Lines that were left out at the beginning, to keep the page light. */
  hasEarlierLines: boolean
}

export type LiveEvent =
  | { type: 'step'; data: DeploymentStep }
  | { type: 'status'; data: StatusEvent }
  | { type: 'traffic'; data: TrafficEvent }
  | { type: 'comparison'; data: Comparison }
  | { type: 'lines'; data: readonly LogLine[] }

/** What a page holds with ease; those before are read again when one goes up to them. */
const keptLines = 100_000

/** The state after an event. One that was seen before (a stream that resumed) changes nothing. */
export const advance = (state: LiveState, event: LiveEvent): LiveState => {
  switch (event.type) {
    case 'step': {
      const known = state.steps.some((step) => step.name === event.data.name)
      const steps = known
        ? state.steps.map((step) => (step.name === event.data.name ? event.data : step))
        : [...state.steps, event.data]
      return { ...state, steps }
    }
    case 'status':
      return { ...state, ...event.data, comparison: event.data.comparison ?? state.comparison }
    case 'traffic':
      return { ...state, traffic: event.data }
    case 'comparison':
      return { ...state, comparison: event.data }
    case 'lines': {
      const last = state.lines.at(-1)?.id ?? 0
      const fresh = event.data.filter((line) => line.id > last)
      if (fresh.length === 0) return state
      const lines = [...state.lines, ...fresh]
      if (lines.length <= keptLines) return { ...state, lines }
      return { ...state, lines: lines.slice(-keptLines), hasEarlierLines: true }
    }
  }
}
