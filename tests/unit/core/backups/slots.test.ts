import { expect, it } from 'vitest'
import { lastSlot, nextSlot } from '@/core/backups/slots'

const iso = (date: Date): string => date.toISOString().slice(0, 16)
const last = (time: string, timezone: string, now: string) => iso(lastSlot({ time, timezone }, new Date(now)))
const next = (time: string, timezone: string, now: string) => iso(nextSlot({ time, timezone }, new Date(now)))

/** Every slot that a worker finds which looks once a minute. */
const slotsBetween = (time: string, timezone: string, from: string, to: string): string[] => {
  const found = new Set<string>()
  for (let at = Date.parse(from); at <= Date.parse(to); at += 60_000) {
    found.add(iso(lastSlot({ time, timezone }, new Date(at))))
  }
  return [...found]
}

it('comes once a day, at its very minute', () => {
  expect(last('03:00', 'UTC', '2026-11-29T02:59:59.999Z')).toBe('2026-11-28T03:00')
  expect(last('03:00', 'UTC', '2026-11-29T03:00:00Z')).toBe('2026-11-29T03:00')
  expect(next('03:00', 'UTC', '2026-11-29T03:00:00Z')).toBe('2026-11-30T03:00')
  expect(next('03:00', 'UTC', '2026-11-29T02:59:00Z')).toBe('2026-11-29T03:00')
})

it('follows the clock on the wall of its zone, also over the end of a day', () => {
  expect(last('00:30', 'Pacific/Auckland', '2026-11-29T11:30:00Z')).toBe('2026-11-29T11:30')
  expect(last('23:30', 'America/New_York', '2026-11-29T04:29:00Z')).toBe('2026-11-28T04:30')
  expect(next('23:30', 'America/New_York', '2026-11-29T04:30:00Z')).toBe('2026-11-30T04:30')
})

it('comes once on the day on which the clock is set back, at the first of both times', () => {
  // Berlin, 25 October 2026: 03:00 becomes 02:00, and 02:30 is shown twice.
  expect(slotsBetween('02:30', 'Europe/Berlin', '2026-10-24T12:00Z', '2026-10-26T12:00Z')).toEqual([
    '2026-10-24T00:30',
    '2026-10-25T00:30',
    '2026-10-26T01:30',
  ])
})

it('comes once on the day on which its time is left out, as much later', () => {
  // Berlin, 29 March 2026: 02:00 becomes 03:00, and there is no 02:30.
  expect(slotsBetween('02:30', 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-30T12:00Z')).toEqual([
    '2026-03-28T01:30',
    '2026-03-29T01:30',
    '2026-03-30T00:30',
  ])
  // Beirut and others leave out midnight itself.
  expect(slotsBetween('00:15', 'Asia/Beirut', '2026-03-28T12:00Z', '2026-03-30T12:00Z')).toHaveLength(3)
})
