/**
 * A deployment is one attempt to make a release live.
 *
 *   queued -> preparing -> (pre_deploy) -> starting -> checking -> shifting -> verifying -> succeeded
 *
 * It ends otherwise as `failed` (nothing changed for anyone, or a first release that never served well), `rolled_back`
 * (it was live and traffic went back), `cancelled` or `superseded` (a newer one was queued before it began). Draining
 * the old replicas is a job of its own after the end.
 */
export const activeStatuses = ['preparing', 'pre_deploy', 'starting', 'checking', 'shifting', 'verifying'] as const
const endStatuses = ['succeeded', 'failed', 'rolled_back', 'cancelled', 'superseded'] as const
export const deploymentStatuses = ['queued', ...activeStatuses, ...endStatuses] as const

export type ActiveStatus = (typeof activeStatuses)[number]
export type EndStatus = (typeof endStatuses)[number]
export type DeploymentStatus = (typeof deploymentStatuses)[number]

/** The statuses during which proxies of the app's hosts must not be reloaded (draining also forbids it). */
export const trafficStatuses = ['starting', 'checking', 'shifting', 'verifying'] as const satisfies ActiveStatus[]

/** True of one that others wait for before they reload a proxy. It must wait for none of them: neither would ever end. */
export const isInTraffic = (status: DeploymentStatus): boolean =>
  (trafficStatuses as readonly DeploymentStatus[]).includes(status)

export const isEnd = (status: DeploymentStatus): status is EndStatus =>
  (endStatuses as readonly DeploymentStatus[]).includes(status)

const next: Record<DeploymentStatus, readonly DeploymentStatus[]> = {
  queued: ['preparing', 'cancelled', 'superseded', 'failed'],
  preparing: ['pre_deploy', 'starting', 'failed', 'cancelled'],
  pre_deploy: ['starting', 'failed', 'cancelled'],
  starting: ['checking', 'failed', 'cancelled'],
  checking: ['shifting', 'failed', 'cancelled'],
  shifting: ['verifying', 'failed', 'rolled_back', 'cancelled'],
  verifying: ['succeeded', 'failed', 'rolled_back', 'cancelled'],
  succeeded: [],
  failed: [],
  rolled_back: [],
  cancelled: [],
  superseded: [],
}

/** Whether a deployment may go from one status to another; a worker that resumes re-enters the status it finds. */
export const mayFollow = (from: DeploymentStatus, to: DeploymentStatus): boolean =>
  next[from].includes(to) || (from === to && !isEnd(from))

/** How a deployment that could not go on ends. Only one that has moved traffic away from an older release rolled back. */
export const endAfterFailure = (hasMovedTraffic: boolean, hasPreviousRelease: boolean): 'failed' | 'rolled_back' =>
  hasMovedTraffic && hasPreviousRelease ? 'rolled_back' : 'failed'

const triggers = ['api', 'dashboard', 'webhook', 'auto_rollback', 'cli'] as const
export type Trigger = (typeof triggers)[number]
