import type { ContainerSummary } from '../ports/containers'

/** What the database knows of; asked after the containers were listed, so that none of them can be too new for it. */
export interface KnownWork {
  /** Names of replicas that are not gone. */
  replicas: ReadonlySet<string>
  /** Ids of deployments under way. */
  deployments: ReadonlySet<string>
}

/** A trial of an image takes a minute at most. */
const trialMs = 10 * 60_000

/** The containers that nobody will ever end: no replica, no deployment under way, no trial has them. Proxies never are. */
export const findOrphans = (containers: readonly ContainerSummary[], known: KnownWork, now: Date): ContainerSummary[] =>
  containers.filter(({ name, labels, createdAt }) => {
    if (labels['gapless.role'] === 'app') return !known.replicas.has(name)
    if (labels['gapless.role'] !== 'task') return false
    const deployment = labels['gapless.deployment']
    if (deployment !== undefined) return !known.deployments.has(deployment)
    return now.getTime() - Date.parse(createdAt) > trialMs
  })
