export const uptimeWindows = ['24h', '7d', '30d', '90d'] as const
export type UptimeWindow = (typeof uptimeWindows)[number]

const hourMs = 60 * 60_000

/** How a window is cut: so many spans of so many milliseconds, up to now. */
export const spansOf: Record<UptimeWindow, { count: number; spanMs: number }> = {
  '24h': { count: 48, spanMs: hourMs / 2 },
  '7d': { count: 56, spanMs: 3 * hourMs },
  '30d': { count: 60, spanMs: 12 * hourMs },
  '90d': { count: 90, spanMs: 24 * hourMs },
}

/** What people call it. */
export const windowInWords: Record<UptimeWindow, string> = {
  '24h': '24 hours',
  '7d': '7 days',
  '30d': '30 days',
  '90d': '90 days',
}
