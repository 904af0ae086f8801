import type { JobPayload } from '@/core/jobs/definitions'
import { systemContext } from '@/runtime'
import { removeApp } from '@/services/apps/remove-app'
import type { WorkerIdentity } from './identity'
import { leftToOthers } from './left-to-others'

export const removeDeletedApp = ({ teamId, appId }: JobPayload<'remove-app'>, worker: WorkerIdentity): Promise<void> =>
  leftToOthers(removeApp({ ctx: systemContext(teamId), input: { appId, owner: worker.owner } }))
