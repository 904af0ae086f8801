import type { Form } from '@/components/forms/use-form'
import type { AppDraft } from '@/core/apps/draft'

export type AppForm = Form<AppDraft>

/** Which field of the schema each part of the form is about. */
export const appPaths: Partial<Record<keyof AppDraft, string>> = {
  path: 'healthCheck.path',
  intervalSeconds: 'healthCheck.intervalSeconds',
  timeoutSeconds: 'healthCheck.timeoutSeconds',
  deadlineSeconds: 'healthCheck.deadlineSeconds',
  successThreshold: 'healthCheck.successThreshold',
  failureThreshold: 'healthCheck.failureThreshold',
  maxSurge: 'rollout.maxSurge',
  rollsBackOnIncident: 'incidents.rollbackWithinMinutes',
  rollbackWithinMinutes: 'incidents.rollbackWithinMinutes',
  holdWhileDeploying: 'incidents.holdWhileDeploying',
  cpus: 'resources.cpus',
  memoryMb: 'resources.memoryMb',
  preDeployCommand: 'preDeploy.command',
  preDeployTimeout: 'preDeploy.timeoutSeconds',
  preDeployDatabase: 'preDeploy.database',
}
