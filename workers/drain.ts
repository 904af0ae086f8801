import type { JobPayload } from '@/core/jobs/definitions'
import { systemContext } from '@/runtime'
import { drainReplicas } from '@/services/deployments/drain-replicas'
import type { WorkerIdentity } from './identity'
import { leftToOthers } from './left-to-others'

export const drain = ({ teamId, deploymentId }: JobPayload<'drain'>, worker: WorkerIdentity): Promise<void> =>
  leftToOthers(drainReplicas({ ctx: systemContext(teamId), input: { deploymentId, stopping: worker.stopping } }))
