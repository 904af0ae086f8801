import type { JobPayload } from '@/core/jobs/definitions'
import { systemContext } from '@/runtime'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import type { WorkerIdentity } from './identity'
import { leftToOthers } from './left-to-others'

export const deploy = ({ teamId, appId }: JobPayload<'deploy'>, worker: WorkerIdentity): Promise<void> =>
  leftToOthers(runNextDeployment({ ctx: systemContext(teamId), input: { appId, ...worker } }))
