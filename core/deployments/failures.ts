/**
 * Every way a deployment can fail: the sentence about what happened, and the one next step. What it meant for users is
 * added by `meaningForUsers`, since that depends on what was serving.
 */
export interface FailureFacts {
  image?: string
  host?: string
  path?: string
  port?: number
  seconds?: number
  httpStatus?: number | null
  exitCode?: number | null
  detail?: string
  memoryMb?: number
}

interface FailureText {
  what: (facts: FailureFacts) => string
  next: string
}

const s = (value: string | number | null | undefined): string => String(value ?? 'unknown')

export const failureTexts = {
  image_not_found: {
    what: (f) => `The image ${s(f.image)} was not found.`,
    next: 'Check its name and tag, and that it was pushed.',
  },
  registry_unreachable: {
    what: (f) => `The registry of ${s(f.image)} did not answer.`,
    next: 'Check the registry, or redeploy a release that exists: that needs no registry.',
  },
  registry_denied: {
    what: (f) => `The registry refused to give ${s(f.image)} to this team.`,
    next: 'Check the login under Settings, Registries.',
  },
  host_unreachable: {
    what: (f) => `The Docker engine of host ${s(f.host)} did not answer.`,
    next: 'Check that the host is up and its engine runs; Hosts, Test connection says what is missing.',
  },
  proxy_unavailable: {
    what: (f) => `The proxies on host ${s(f.host)} could not be set up. ${f.detail ?? ''}`.trim(),
    next: 'Look at the host under Hosts.',
  },
  host_busy: {
    what: (f) =>
      `The proxies on host ${s(f.host)} had to be reloaded, and other deployments did not end within ${s(f.seconds)} s.`,
    next: 'Deploy again when they have ended.',
  },
  container_exited: {
    what: (f) => `The container ended with exit code ${s(f.exitCode)} before it was healthy.`,
    next: 'Read its last lines below.',
  },
  out_of_memory: {
    what: (f) =>
      f.memoryMb === undefined
        ? 'The container was killed because memory ran out.'
        : `The container was killed because it used more than its ${s(f.memoryMb)} MB of memory.`,
    next: 'Give it more memory in the settings, or find what uses it.',
  },
  not_enough_memory: {
    what: (f) => `Host ${s(f.host)} has not enough memory: ${s(f.detail)}.`,
    next: 'Lower the memory in the settings, or use a larger host.',
  },
  no_disk_space: {
    what: (f) => `The disk of host ${s(f.host)} is full.`,
    next: 'Free some space there, then deploy again.',
  },
  port_never_opened: {
    what: (f) => `Nothing listened on port ${s(f.port)} within ${s(f.seconds)} s.`,
    next: 'Check the port in the settings, and that the app listens on 0.0.0.0 and not only on localhost.',
  },
  health_wrong_status: {
    what: (f) =>
      `The health check never answered 200 on ${s(f.path)} within ${s(f.seconds)} s (last answer: ${s(f.httpStatus)}).`,
    next: 'Check the path in the settings, and what the app says in its logs.',
  },
  health_redirected: {
    what: (f) =>
      `The health check on ${s(f.path)} answered with a redirect (${s(f.httpStatus)}) for ${s(f.seconds)} s; only 200 counts.`,
    next: 'Name the path that answers 200 itself; a redirect to HTTPS or a login page is the usual cause.',
  },
  health_too_slow: {
    what: (f) => `The health check on ${s(f.path)} gave no answer in time for ${s(f.seconds)} s.`,
    next: 'Make the endpoint answer faster, or allow it a longer time-out in the settings.',
  },
  health_invalid_answer: {
    what: (f) => `Port ${s(f.port)} answered, but not with HTTP, for ${s(f.seconds)} s.`,
    next: 'Check that the port in the settings is the one that speaks HTTP.',
  },
  unhealthy_after_shift: {
    what: (f) => `The new release was live and then failed its health check on ${s(f.path)} (${s(f.detail)}).`,
    next: 'Read its last lines below.',
  },
  restarted_after_shift: {
    what: (f) =>
      `A container of the new release was live and then ended${f.exitCode == null ? '' : ` (exit code ${f.exitCode})`}.`,
    next: 'Read its last lines below.',
  },
  pre_deploy_failed: {
    what: (f) => `The pre-deploy command ended with exit code ${s(f.exitCode)}.`,
    next: 'Read its last lines below.',
  },
  pre_deploy_timeout: {
    what: (f) => `The pre-deploy command did not end within ${s(f.seconds)} s.`,
    next: 'Allow it more time in the settings, or find what it waits for.',
  },
  no_image: {
    what: () => 'The app has no image yet.',
    next: 'Name the image to deploy.',
  },
  release_retired: {
    what: () => 'The image of this release has been cleaned up.',
    next: 'Choose a newer release, or deploy its image again.',
  },
  no_free_address: {
    what: (f) => `The team's network on host ${s(f.host)} has no free address. ${f.detail ?? ''}`.trim(),
    next: 'Remove apps that are no longer needed, or add a host.',
  },
  no_free_slot: {
    what: (f) => `Old replicas on host ${s(f.host)} are still finishing requests and hold every place in the proxy.`,
    next: 'Deploy again when they are drained.',
  },
  engine_error: {
    what: (f) => `The Docker engine of host ${s(f.host)} refused: ${s(f.detail)}`,
    next: 'Mend what it names, then deploy again.',
  },
  internal: {
    what: () => 'Gapless itself failed.',
    next: 'The worker log of this instance has the details; deploy again.',
  },
} as const satisfies Record<string, FailureText>

export type FailureCode = keyof typeof failureTexts

/** What it meant for the people who use the app. `serving` is the release that answers now, null if none does. */
const meaningForUsers = (hasMovedTraffic: boolean, serving: number | null): string => {
  if (serving === null) return 'No release is serving.'
  return hasMovedTraffic
    ? `Traffic went back to v${serving}, which is serving.`
    : `v${serving} is still serving; nothing changed for users.`
}

/** The whole message: what happened, what it means for users, what to do next. */
export const failureMessage = (
  code: FailureCode,
  facts: FailureFacts,
  hasMovedTraffic: boolean,
  serving: number | null,
): string => {
  const text: FailureText = failureTexts[code]
  return `${text.what(facts)} ${meaningForUsers(hasMovedTraffic, serving)} ${text.next}`
}

/** Thrown by a step; the recipe turns it into the deployment's end. */
export class DeploymentStepError extends Error {
  readonly code: FailureCode
  readonly facts: FailureFacts
  readonly logs: readonly string[]
  constructor(code: FailureCode, facts: FailureFacts = {}, options: ErrorOptions & { logs?: readonly string[] } = {}) {
    super(code, options)
    this.name = 'DeploymentStepError'
    this.code = code
    this.facts = facts
    this.logs = options.logs ?? []
  }
}
