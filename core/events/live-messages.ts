import type { DeploymentStep } from '../deployments/schema'
import type { Comparison } from '../verification/comparison'
import type { LogEvent, StatusEvent, TrafficEvent } from './deployment-events'

/** What the dashboard's live connection tells of one topic. */
export type LiveMessage =
  /** Something of the team has changed. */
  | { type: 'changed' }
  /** What one may is not what it was; `left`: one is signed out, or no longer of the team. */
  | { type: 'access'; data: { left: boolean } }
  /** A deployment's, as in its own event stream; log lines have the id of their event. */
  | { type: 'step'; data: DeploymentStep }
  | { type: 'status'; data: StatusEvent }
  | { type: 'traffic'; data: TrafficEvent }
  | { type: 'comparison'; data: Comparison }
  | { type: 'log'; data: LogEvent & { id: number } }
  /** An app's log begins, from its last lines on. */
  | { type: 'open' }
  | { type: 'line'; data: AppLine }
  /** Samples of these apps have come. */
  | { type: 'sampled'; data: { appIds: string[] } }
  /** These monitors were checked; those have changed. */
  | { type: 'monitors'; data: { checked: string[]; changed: string[] } }
  /** Nothing more will come. */
  | { type: 'end' }
  | { type: 'failed'; data: { detail: string } }

interface AppLine {
  at: string
  /** Of the container. */
  replica: string
  stream: 'stdout' | 'stderr'
  line: string
}
