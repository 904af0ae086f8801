import { z } from 'zod'
import type { DeploymentStatus } from './state'
import { activeStatuses } from './state'

/** Groups of statuses as people look for them. */
export const outcomes = {
  running: { words: 'Under way', statuses: ['queued', ...activeStatuses] },
  succeeded: { words: 'Succeeded', statuses: ['succeeded'] },
  failed: { words: 'Failed or rolled back', statuses: ['failed', 'rolled_back'] },
  ended: { words: 'Cancelled or superseded', statuses: ['cancelled', 'superseded'] },
} as const satisfies Record<string, { words: string; statuses: readonly DeploymentStatus[] }>

export type Outcome = keyof typeof outcomes
export const outcomeNames = Object.keys(outcomes) as Outcome[]

const date = z.iso.date().optional().catch(undefined)

/** What a history is narrowed to, as it stands in a page's address. What is not understood counts as not given. */
export const historyFilterSchema = z.object({
  outcome: z.enum(outcomeNames).optional().catch(undefined),
  /** Id of the person or token. */
  by: z.string().min(1).max(100).optional().catch(undefined),
  /** The first and the last day, in UTC. */
  from: date,
  to: date,
})
export type HistoryFilter = z.infer<typeof historyFilterSchema>

export const isFiltered = (filter: HistoryFilter): boolean => Object.values(filter).some((value) => value !== undefined)
