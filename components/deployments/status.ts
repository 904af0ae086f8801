import type { Mark } from '@/components/ui/status-mark'
import type { DeploymentStatus } from '@/core/deployments/state'

const marks: Record<DeploymentStatus, Mark> = {
  queued: 'idle',
  preparing: 'moving',
  pre_deploy: 'moving',
  starting: 'moving',
  checking: 'moving',
  shifting: 'moving',
  verifying: 'moving',
  succeeded: 'live',
  // Nobody was hurt by these: the earlier release went on serving.
  failed: 'degraded',
  rolled_back: 'degraded',
  cancelled: 'idle',
  superseded: 'idle',
}

export const deploymentMark = (status: DeploymentStatus): Mark => marks[status]
