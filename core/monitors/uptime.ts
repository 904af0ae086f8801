export interface Uptime {
  /** Time in which it was known how it was: not paused, not in maintenance, looked at. */
  knownMs: number
  downMs: number
  degradedMs: number
}

/** 0 to 100, never rounded up to 100 where it was down; null where nothing is known. */
export const uptimePercent = ({ knownMs, downMs }: Uptime): number | null =>
  knownMs === 0 ? null : Math.min(downMs > 0 ? 99.999 : 100, 100 - (downMs / knownMs) * 100)
