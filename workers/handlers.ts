import type { JobHandlers } from '@/adapters/queue/bullmq-workers'
import { deploy } from './deploy'
import { drain } from './drain'
import type { WorkerIdentity } from './identity'
import { removeDeletedApp } from './remove-app'
import { rollBackIncident } from './roll-back-incident'
import { syncAppDomains } from './sync-domains'

export const handlersOf = (worker: WorkerIdentity): JobHandlers => ({
  deploy: (payload) => deploy(payload, worker),
  drain: (payload) => drain(payload, worker),
  'sync-domains': syncAppDomains,
  'roll-back-incident': rollBackIncident,
  'remove-app': (payload) => removeDeletedApp(payload, worker),
})
