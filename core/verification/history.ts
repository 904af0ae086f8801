import { addCounts, type ReleaseCounts } from './release-counts'

/** What is known of the release that served before. */
export interface History {
  /** All that is held against the new one. */
  total: ReleaseCounts
  /** How it was in its last minute. */
  latest: ReleaseCounts
  /** Ten seconds each, oldest first: how much the app's answers vary. */
  spans: readonly ReleaseCounts[]
}

/** How far back is looked: longer ago it was another time of the day. */
export const historyMs = 30 * 60_000
const latestMs = 60_000
const spanMs = 10_000

/** What was counted in the ten seconds or so before `at`. */
export interface Span {
  at: Date
  counts: ReleaseCounts
}

/** What is to be known of a deployment that went live before. */
export interface EarlierDeployment {
  succeeded: boolean
  liveAt: Date
  finishedAt: Date | null
  /** It failed no more requests than the one before it. */
  comparedEqual: boolean
}

/**
 * The spans in which the app served as it does now: those of the release that serves, and of the ones before it for as
 * long as each was found equal to the next. Where a release served that was taken back, they are left out. `deployments`
 * are the newest first.
 */
const comparableSpans = (spans: readonly Span[], deployments: readonly EarlierDeployment[]): Span[] => {
  const different = deployments.findIndex((one) => one.succeeded && !one.comparedEqual)
  const since = deployments[different]?.liveAt.getTime() ?? 0
  const takenBack = deployments.slice(0, different === -1 ? undefined : different).filter((one) => !one.succeeded)
  return spans.filter(({ at }) => {
    const [from, to] = [at.getTime() - spanMs, at.getTime() + spanMs]
    if (from < since) return false
    return takenBack.every((one) => to < one.liveAt.getTime() || from > (one.finishedAt?.getTime() ?? to))
  })
}

/**
 * @param counted What each release has counted on its own side: the one that serves, since it was started (null where
 * that is not known), and since the deployment now under way was started.
 */
export const historyOf = (
  now: Date,
  deployments: readonly EarlierDeployment[],
  spans: readonly Span[],
  counted: { sinceItsStart: ReleaseCounts | null; sinceOurStart: ReleaseCounts },
): History => {
  const comparable = comparableSpans(spans, deployments)
  const liveAt = deployments.find((one) => one.succeeded)?.liveAt.getTime() ?? 0
  const own = comparable.filter(({ at }) => at.getTime() - spanMs >= liveAt)
  const sum = (some: readonly Span[]): ReleaseCounts =>
    some.map(({ counts }) => counts).reduce(addCounts, counted.sinceOurStart)
  const isYoung = now.getTime() - liveAt < historyMs
  return {
    // Of a young release every request is known; of an old one only the last half hour is of interest.
    total: isYoung && counted.sinceItsStart ? counted.sinceItsStart : sum(own),
    latest: sum(own.filter(({ at }) => now.getTime() - at.getTime() < latestMs)),
    spans: comparable.map(({ counts }) => counts),
  }
}
