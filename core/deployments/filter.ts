import type { DeploymentStatus } from './state'
import { activeStatuses } from './state'

/** Groups of statuses as people look for them. */
export const outcomes = {
  running: { words: 'Under way', statuses: ['queued', ...activeStatuses] },
  succeeded: { words: 'Succeeded', statuses: ['succeeded'] },
  failed: { words: 'Failed or rolled back', statuses: ['failed', 'rolled_back'] },
  ended: { words: 'Cancelled or superseded', statuses: ['cancelled', 'superseded'] },
} as const satisfies Record<string, { words: string; statuses: readonly DeploymentStatus[] }>

type Outcome = keyof typeof outcomes
export const outcomeNames = Object.keys(outcomes) as Outcome[]

/** What a history is narrowed to. */
export type HistoryFilter = {
  outcome?: Outcome | undefined
  /** Id of the person or token. */
  by?: string | undefined
  /** The first and the last day, in UTC. */
  from?: string | undefined
  to?: string | undefined
}

export const isFiltered = (filter: HistoryFilter): boolean => Object.values(filter).some((value) => value !== undefined)
