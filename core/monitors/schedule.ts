/** FNV-1a: spreads ids evenly, and says the same on every machine. */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  }
  return hash
}

/**
 * The first slot after `after` (both in milliseconds since the epoch). A monitor's slots lie on a grid of its own, so that
 * ten thousand of them are spread over the interval and a restart moves none.
 */
export const nextSlot = (monitorId: string, intervalSeconds: number, after: number): number => {
  const interval = intervalSeconds * 1000
  const phase = hashOf(monitorId) % interval
  return (Math.floor((after - phase) / interval) + 1) * interval + phase
}

/** How many slots lie in (from, to]. */
export const slotsBetween = (intervalSeconds: number, from: number, to: number): number =>
  Math.max(0, Math.round((to - from) / (intervalSeconds * 1000)))

/** A failure that makes no incident yet is looked at again so soon. */
const recheckSeconds = 15

/** A check that comes so many intervals after the last says nothing about the time between; less than this is no gap. */
export const unknownAfter = { intervals: 3, leastMs: 3 * 60_000 }

/** After so long without a check it is not known how a monitor is. */
export const unknownAfterMs = ({ intervalSeconds }: { intervalSeconds: number }): number =>
  Math.max(unknownAfter.leastMs, unknownAfter.intervals * intervalSeconds * 1000)

/** While a deployment of the app is on its way, and so long after its end. */
export const deployTailMs = 2 * 60_000

/** How long until a monitor is checked again, in seconds. */
export const intervalFor = (
  monitor: { intervalSeconds: number; deployIntervalSeconds: number },
  now: { isDeploying: boolean; isInDoubt: boolean },
): number => {
  const usual = now.isDeploying
    ? Math.min(monitor.intervalSeconds, monitor.deployIntervalSeconds)
    : monitor.intervalSeconds
  return now.isInDoubt ? Math.min(usual, recheckSeconds) : usual
}
