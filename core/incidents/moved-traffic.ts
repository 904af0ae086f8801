import type { DeploymentStatus } from '../deployments/state'
import { formatDuration } from '../format/duration'

/** What of a deployment says when it moved its app's traffic. */
interface Moving {
  status: DeploymentStatus
  liveAt: Date | null
  finishedAt: Date | null
}

interface Moved {
  at: Date
  /** It took users to its release, or back from it. */
  kind: 'live' | 'back'
}

/**
 * `liveAt` is written down just after the traffic has moved: a failure of that very moment comes before it. An incident
 * is blamed on a deployment that went live so shortly after it began.
 */
export const writtenLateMs = 1000

/** When this deployment last moved traffic before `at`; null: not before then. */
export const movedBefore = ({ status, liveAt, finishedAt }: Moving, at: Date): Moved | null => {
  const latest = at.getTime() + writtenLateMs
  const wentBack = status === 'rolled_back' || status === 'failed' || status === 'cancelled'
  if (liveAt === null || liveAt.getTime() > latest) return null
  if (wentBack && finishedAt !== null && finishedAt.getTime() <= latest) return { at: finishedAt, kind: 'back' }
  return { at: liveAt, kind: 'live' }
}

/** The deployment that had last moved traffic when something happened, and how. */
export const lastMoved = <Deployment extends Moving>(
  deployments: readonly Deployment[],
  at: Date,
): { deployment: Deployment; moved: Moved } | null => {
  const found = deployments.flatMap((deployment) => {
    const moved = movedBefore(deployment, at)
    return moved ? [{ deployment, moved }] : []
  })
  return found.sort((one, other) => other.moved.at.getTime() - one.moved.at.getTime())[0] ?? null
}

/** `opened 74 s after v14 went live`. */
export const afterWords = (moved: Moved, release: number | null, openedAt: Date): string => {
  const what = release === null ? 'the deployment' : `v${release}`
  const ms = Math.max(0, openedAt.getTime() - moved.at.getTime())
  return `opened ${distance(ms)} after ${what} ${moved.kind === 'live' ? 'went live' : 'was taken back'}`
}

/** To the second within two minutes: what is so near is hardly chance. */
const distance = (ms: number): string => (ms < 120_000 ? `${Math.round(ms / 1000)} s` : formatDuration(ms))
