/** What a sentence about a failure may name. */
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

/** Where a failed deployment left the app's users. */
interface Situation {
  /** New requests had been sent to the new release. */
  movedTraffic: boolean
  /** The release that answers now, null if none does. */
  serving: number | null
}

type Meaning = (situation: Situation, facts: FailureFacts) => string

interface FailureText {
  what: (facts: FailureFacts) => string
  /** What it meant for the people who use the app. */
  meaning: Meaning
  next: string
}

const s = (value: string | number | null | undefined): string => String(value ?? 'unknown')

/** Ends a sentence with the words of whoever refused, if there are any. */
const because = (detail: string | undefined): string => (detail ? `: ${detail.trim().replace(/\.$/, '')}.` : '.')

const wasTakenBack: Meaning = ({ serving }) =>
  serving === null
    ? 'The new release was taken out of service; no release is serving.'
    : `Traffic went back to v${serving}, which is serving.`

/** Most failures come before the shift; but a worker that takes over begins at the top, and may meet them after it. */
const untouchedOrTakenBack: Meaning = (situation, facts) => {
  if (situation.movedTraffic) return wasTakenBack(situation, facts)
  return situation.serving === null
    ? 'Nothing changed for users; no release is serving.'
    : `Nothing changed for users; v${situation.serving} is still serving.`
}

/** Nobody can tell whether a host that does not answer us still answers users. */
const whileTheHostIsUp: Meaning = (situation, facts) =>
  situation.movedTraffic || situation.serving === null
    ? untouchedOrTakenBack(situation, facts)
    : `This deployment changed nothing for users; v${situation.serving} is serving unless host ${s(facts.host)} is down.`

const diedServing: Meaning = (situation, facts) =>
  `${wasTakenBack(situation, facts)} Requests that the container was answering may have failed.`

/** A container that ends had users' requests in hand only after the shift. */
const died: Meaning = (situation, facts) =>
  situation.movedTraffic ? diedServing(situation, facts) : untouchedOrTakenBack(situation, facts)

/** Every way a deployment can fail: what happened, what it meant for users, and the one next step. */
export const failureTexts = {
  image_not_found: {
    what: (f) => `The image ${s(f.image)} was not found.`,
    meaning: untouchedOrTakenBack,
    next: 'Check its name and tag, and that it was pushed.',
  },
  registry_unreachable: {
    what: (f) => `The registry of ${s(f.image)} did not answer.`,
    meaning: untouchedOrTakenBack,
    next: 'Check the registry, or redeploy a release that exists: that needs no registry.',
  },
  registry_denied: {
    what: (f) => `The registry refused to give ${s(f.image)} to this team.`,
    meaning: untouchedOrTakenBack,
    next: 'Check the login under Settings, Registries.',
  },
  host_unreachable: {
    what: (f) => `The Docker engine of host ${s(f.host)} did not answer.`,
    meaning: whileTheHostIsUp,
    next: 'Check that the host is up and its engine runs; Hosts, Test connection says what is missing.',
  },
  engine_taken: {
    what: (f) => `Host ${s(f.host)} cannot be used${because(f.detail)}`,
    meaning: untouchedOrTakenBack,
    next: 'Place the app on the host that has this engine, and remove this one under Hosts.',
  },
  proxy_unavailable: {
    what: (f) => `The proxies on host ${s(f.host)} could not be set up${because(f.detail)}`,
    meaning: whileTheHostIsUp,
    next: 'Look at the host under Hosts.',
  },
  container_exited: {
    what: (f) => `The container ended with exit code ${s(f.exitCode)} before it was healthy.`,
    meaning: died,
    next: 'Read its last lines below.',
  },
  out_of_memory: {
    what: (f) =>
      f.memoryMb === undefined
        ? 'A process of the container was killed because memory ran out.'
        : `A process of the container was killed because it used more than its ${s(f.memoryMb)} MB of memory.`,
    meaning: died,
    next: 'Give it more memory in the settings, or find what uses it.',
  },
  not_enough_memory: {
    what: (f) => `Host ${s(f.host)} has not enough memory${because(f.detail)}`,
    meaning: untouchedOrTakenBack,
    next: 'Lower the memory in the settings, or use a larger host.',
  },
  no_disk_space: {
    what: (f) => `The disk of host ${s(f.host)} is full.`,
    meaning: untouchedOrTakenBack,
    next: 'Free some space there, then deploy again.',
  },
  port_never_opened: {
    what: (f) => `Nothing listened on port ${s(f.port)} within ${s(f.seconds)} s.`,
    meaning: untouchedOrTakenBack,
    next: 'Check the port in the settings, and that the app listens on 0.0.0.0 and not only on localhost.',
  },
  health_wrong_status: {
    what: (f) =>
      `The health check never answered 200 on ${s(f.path)} within ${s(f.seconds)} s (last answer: ${s(f.httpStatus)}).`,
    meaning: untouchedOrTakenBack,
    next: 'Check the path in the settings, and what the app says in its logs.',
  },
  health_redirected: {
    what: (f) =>
      `The health check on ${s(f.path)} answered with a redirect (${s(f.httpStatus)}) for ${s(f.seconds)} s; only 200 counts.`,
    meaning: untouchedOrTakenBack,
    next: 'Name the path that answers 200 itself; a redirect to HTTPS or a login page is the usual cause.',
  },
  health_too_slow: {
    what: (f) => `The health check on ${s(f.path)} gave no answer in time for ${s(f.seconds)} s.`,
    meaning: untouchedOrTakenBack,
    next: 'Make the endpoint answer faster, or allow it a longer time-out in the settings.',
  },
  health_invalid_answer: {
    what: (f) => `Port ${s(f.port)} answered, but not with HTTP, for ${s(f.seconds)} s.`,
    meaning: untouchedOrTakenBack,
    next: 'Check that the port in the settings is the one that speaks HTTP.',
  },
  unhealthy_after_shift: {
    what: (f) => `The new release was live and then failed its health check on ${s(f.path)} (${s(f.detail)}).`,
    meaning: wasTakenBack,
    next: 'Read its last lines below.',
  },
  restarted_after_shift: {
    what: (f) =>
      `A container of the new release was live and then ended${f.exitCode == null ? '' : ` (exit code ${f.exitCode})`}.`,
    meaning: diedServing,
    next: 'Read its last lines below.',
  },
  error_rate_after_shift: {
    what: (f) => `The new release was live and failed more requests than the one before${because(f.detail)}`,
    meaning: wasTakenBack,
    next: 'Read what it logged; if so many errors are meant to be, leave errors out of the comparison in the settings.',
  },
  slower_after_shift: {
    what: (f) => `The new release was live and answered slower than the one before${because(f.detail)}`,
    meaning: wasTakenBack,
    next: 'Find what takes longer; if it is meant to, leave answer times out of the comparison in the settings.',
  },
  pre_deploy_failed: {
    what: (f) => `The pre-deploy command ended with exit code ${s(f.exitCode)}.`,
    meaning: untouchedOrTakenBack,
    next: 'Read its last lines below.',
  },
  pre_deploy_timeout: {
    what: (f) => `The pre-deploy command did not end within ${s(f.seconds)} s.`,
    meaning: untouchedOrTakenBack,
    next: 'Allow it more time in the settings, or find what it waits for.',
  },
  no_image: {
    what: () => 'The app has no image yet.',
    meaning: untouchedOrTakenBack,
    next: 'Name the image to deploy.',
  },
  release_retired: {
    what: () => 'The image of this release has been cleaned up.',
    meaning: untouchedOrTakenBack,
    next: 'Choose a newer release, or deploy its image again.',
  },
  no_free_address: {
    what: (f) => `The team's network on host ${s(f.host)} has no free address${because(f.detail)}`,
    meaning: untouchedOrTakenBack,
    next: 'Remove apps that are no longer needed, or add a host.',
  },
  no_free_slot: {
    what: (f) => `Old replicas on host ${s(f.host)} are still finishing requests and hold every place in the proxy.`,
    meaning: untouchedOrTakenBack,
    next: 'Deploy again when they are drained.',
  },
  engine_error: {
    what: (f) => `The Docker engine of host ${s(f.host)} refused${because(f.detail)}`,
    meaning: untouchedOrTakenBack,
    next: 'Mend what it names, then deploy again.',
  },
  internal: {
    what: () => 'Gapless itself failed.',
    meaning: untouchedOrTakenBack,
    next: 'The worker log of this instance has the details; deploy again.',
  },
} as const satisfies Record<string, FailureText>
