import type { DeploymentStatus } from './state'

/** What a status is called on a page. */
export const statusWords: Record<DeploymentStatus, string> = {
  queued: 'Queued',
  preparing: 'Preparing',
  pre_deploy: 'Pre-deploy command',
  starting: 'Starting',
  checking: 'Checking health',
  shifting: 'Shifting traffic',
  verifying: 'Verifying',
  succeeded: 'Succeeded',
  failed: 'Failed',
  rolled_back: 'Rolled back',
  cancelled: 'Cancelled',
  superseded: 'Superseded',
}

/** The steps every deployment goes through, in order, with what each is for. */
export const plannedSteps = [
  { name: 'preparing', title: 'Prepare', purpose: 'Resolve the image to a digest, have it on every host' },
  { name: 'starting', title: 'Start', purpose: 'New replicas beside the old ones' },
  { name: 'checking', title: 'Check', purpose: 'Wait until every new replica answers 200' },
  { name: 'shifting', title: 'Shift', purpose: 'Send new requests to the new replicas' },
  { name: 'verifying', title: 'Verify', purpose: 'Watch the new release with the old one at hand' },
] as const

/** The title of a step, also of one that only some deployments have. */
export const stepTitle = (name: string): string =>
  plannedSteps.find((step) => step.name === name)?.title ?? (name === 'pre_deploy' ? 'Pre-deploy' : name)

const triggerWords: Record<string, string> = {
  api: 'API',
  dashboard: 'dashboard',
  webhook: 'webhook',
  auto_rollback: 'automatic rollback',
  cli: 'command line',
}

/** Where a deployment was started from. */
export const triggerWord = (trigger: string): string => triggerWords[trigger] ?? trigger
