import type { ActionResult } from '@/core/action-result'
import type { LiveState, LogLine } from './live-state'
import type { RedeployActions } from './redeploy-button'
import type { Picture } from './use-picture'

/** What a deployment's page is given: its state when it was asked for, and what may be done about it. */
export interface LiveDeploymentProps extends Picture {
  deployment: Omit<LiveState, 'traffic' | 'lines' | 'hasEarlierLines'> & {
    id: string
    appId: string
    appName: string
    number: number
    trigger: string
    actor: { name: string }
    reason: string | null
    requestedImage: string | null
    queuedAt: string
  }
  isCurrent: boolean
  isCancelling: boolean
  redeployable: boolean
  appUrl: string | null
  lines: readonly LogLine[]
  hasEarlierLines: boolean
  isLogForgotten: boolean
  lastEventId: string
  now: string
  cancel?: (deploymentId: string) => Promise<ActionResult<null>>
  redeployActions?: RedeployActions
}
