import { formatDuration } from '../format/duration'
import { formatCount, formatCountOf } from '../format/number'
import type { Proof } from './schema'
import type { DeploymentStatus } from './state'
import { statusWords } from './words'

/** What a verdict is about. Release numbers are null where there is none (yet). */
export interface VerdictFacts {
  number: number
  status: DeploymentStatus
  release: number | null
  previousRelease: number | null
  /** Its first step has begun. */
  hasBegun: boolean
  /** Someone has asked for it to stop. */
  isCancelling: boolean
  /** Its release is the one that serves now. */
  isCurrent: boolean
}

/** What is being deployed: `v15`, or `Deployment 15` while it has no release. */
const subject = (facts: Pick<VerdictFacts, 'number' | 'release'>): string =>
  facts.release === null ? `Deployment ${facts.number}` : `v${facts.release}`

const whoServes = (previous: number | null): string =>
  previous === null ? 'no release is serving' : `v${previous} is still serving`

const whoServed = (previous: number | null): string =>
  previous === null ? 'no release was serving' : `v${previous} kept serving`

/** The one sentence in large type: what it is now, and who serves the users. */
export const deploymentVerdict = (facts: VerdictFacts): string => {
  const what = subject(facts)
  const serves = whoServes(facts.previousRelease)
  if (facts.isCancelling && isUnderWay(facts.status)) return `${what} is being cancelled; ${serves}.`
  switch (facts.status) {
    case 'queued':
      return `${what} is queued; ${serves}.`
    case 'preparing':
      return `${what} is being prepared; ${serves}.`
    case 'pre_deploy':
      return `${what} is running its pre-deploy command; ${serves}.`
    case 'starting':
      return `${what} is starting; ${serves}.`
    case 'checking':
      return `${what} is being checked; ${serves}.`
    case 'shifting':
      return `Traffic is moving to ${what}.`
    case 'verifying':
      return facts.previousRelease === null
        ? `${what} is serving and being verified.`
        : `${what} is serving and being verified; v${facts.previousRelease} stands by.`
    case 'succeeded':
      return facts.isCurrent ? `${what} is live.` : `${what} went live, and another release has replaced it since.`
    case 'failed':
      return `${what} did not go live; ${whoServed(facts.previousRelease)}.`
    case 'rolled_back':
      return facts.previousRelease === null
        ? `${what} was taken back.`
        : `${what} was live and was taken back; v${facts.previousRelease} took over again.`
    case 'cancelled':
      if (!facts.hasBegun) return `${what} was cancelled before it began; nothing changed for users.`
      return `${what} was cancelled; ${whoServed(facts.previousRelease)}.`
    case 'superseded':
      return `${what} never began, because a newer deployment came; nothing changed for users.`
  }
}

const isUnderWay = (status: DeploymentStatus): boolean =>
  !['succeeded', 'failed', 'rolled_back', 'cancelled', 'superseded'].includes(status)

/** The proof in a few words, for a row: `12 431 served, 0 failed`. */
export const proofWords = (proof: Proof | null): string => {
  if (proof === null) return 'not measured'
  if (proof.requests === 0 && proof.failed === 0) return 'no user traffic'
  const words = `${formatCount(proof.requests)} served, ${formatCount(proof.failed)} failed`
  return proof.appErrors === 0 ? words : `${words}, ${formatCount(proof.appErrors)} app errors`
}

/** The proof as evidence under the verdict. */
export const proofSentence = (proof: Proof): string => {
  const probes =
    proof.probes === 0
      ? ''
      : ` Of ${formatCountOf(proof.probes, 'probe')} through the public route, ${proof.probeFailures === 0 ? 'none' : formatCount(proof.probeFailures)} failed.`
  if (proof.requests === 0 && proof.failed === 0) return `No user called meanwhile.${probes}`
  const served = `${formatCountOf(proof.requests, 'request was', 'requests were')} served meanwhile`
  const failed = proof.failed === 0 ? 'none failed' : `${formatCount(proof.failed)} failed`
  const own =
    proof.appErrors === 0 ? '' : ` The app itself answered ${formatCountOf(proof.appErrors, 'request')} with an error.`
  return `${served}; ${failed}.${own}${probes}`
}

/** Whether users were hurt while it ran; the only thing that is shown in red. */
export const hurtUsers = (proof: Proof | null): boolean => proof !== null && (proof.failed > 0 || proof.appErrors > 0)

/** The title of the browser's tab: status first, so that it can be read in a narrow one. */
export const tabTitle = (facts: VerdictFacts, appName: string): string => {
  const mark = facts.status === 'succeeded' ? '✓' : isUnderWay(facts.status) ? '●' : '■'
  const word =
    isUnderWay(facts.status) && facts.status !== 'queued' ? 'deploying' : statusWords[facts.status].toLowerCase()
  return `${mark} ${subject(facts)} ${facts.status === 'succeeded' ? 'live' : word} – ${appName}`
}

/** From when it was asked for until users had it, or until it ended. */
export const howLong = (times: {
  queuedAt: string
  liveAt: string | null
  finishedAt: string | null
}): string | null => {
  const end = times.liveAt ?? times.finishedAt
  return end === null ? null : formatDuration(Date.parse(end) - Date.parse(times.queuedAt))
}
