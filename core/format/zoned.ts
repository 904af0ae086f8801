const formats = new Map<string, Intl.DateTimeFormat>()

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  })
  formats.set(timeZone, made)
  return made
}

/** What the clock on the wall shows there: `2026-09-03T14:00`. */
export const wallTime = (at: Date, timeZone: string): string => {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

const day = 24 * 60 * 60_000

/**
 * When the clock on the wall shows that there; null for what is no time. Where the clock is set back it does so twice, and
 * the first is meant; a time that is left out when it is set forward comes as much later.
 */
export const instantOf = (wall: string, timeZone: string): Date | null => {
  const asUtc = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(wall) ? Date.parse(`${wall}Z`) : Number.NaN
  if (Number.isNaN(asUtc)) return null
  const offsetAt = (ms: number): number =>
    Date.parse(`${wallTime(new Date(ms), timeZone)}Z`) - Math.floor(ms / 60_000) * 60_000
  const [before, after] = [asUtc - offsetAt(asUtc - day), asUtc - offsetAt(asUtc + day)]
  const fits = [before, after].filter((ms) => wallTime(new Date(ms), timeZone) === wall)
  return new Date(fits.length === 0 ? before : Math.min(...fits))
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const

const dayWords = (wall: string): string => {
  const at = new Date(`${wall.slice(0, 10)}T00:00Z`)
  return `${weekdays[at.getUTCDay()]} ${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`
}

/** `Thu 3 Sep 2026, 14:00 to 16:00`, as the clock on the wall shows it there. */
export const spanWords = (from: Date, to: Date, timeZone: string): string => {
  const [begins, ends] = [wallTime(from, timeZone), wallTime(to, timeZone)]
  const end = begins.slice(0, 10) === ends.slice(0, 10) ? ends.slice(11) : `${dayWords(ends)}, ${ends.slice(11)}`
  return `${dayWords(begins)}, ${begins.slice(11)} to ${end}`
}
