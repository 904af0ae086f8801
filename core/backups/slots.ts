import { instantOf, wallTime } from '../format/zoned'

/** Once a day when the clock on the wall shows this time there. */
export interface Daily {
  /** `03:00` */
  time: string
  timezone: string
}

const dayMs = 24 * 60 * 60_000

/** The slot of the day that is so many days from the one that `now` lies in, as the wall there has it. */
const slotOfDay = ({ time, timezone }: Daily, now: Date, days: number): Date => {
  const today = Date.parse(`${wallTime(now, timezone).slice(0, 10)}T00:00Z`)
  const day = new Date(today + days * dayMs).toISOString().slice(0, 10)
  const slot = instantOf(`${day}T${time}`, timezone)
  if (slot === null) throw new Error(`${time} is no time of a day`)
  return slot
}

/**
 * The last slot at or before `now`. Every day has one: where the clock is set back and shows the time twice, the first
 * counts, and a time that is left out comes as much later as was left out.
 */
export const lastSlot = (daily: Daily, now: Date): Date => {
  const today = slotOfDay(daily, now, 0)
  return today <= now ? today : slotOfDay(daily, now, -1)
}

/** The first slot after `now`. */
export const nextSlot = (daily: Daily, now: Date): Date => {
  const today = slotOfDay(daily, now, 0)
  return today > now ? today : slotOfDay(daily, now, 1)
}
