import { CronExpressionParser } from 'cron-parser'
import { describe, expect, it, vi } from 'vitest'
import { cronSchedule } from '@/adapters/schedule/cron-schedule'

const last = (cron: string, timezone: string, at: string) =>
  cronSchedule.last(cron, timezone, new Date(at))?.toISOString()
const next = (cron: string, timezone: string, at: string) =>
  cronSchedule.next(cron, timezone, new Date(at))?.toISOString()

describe('a schedule', () => {
  it('knows the last time, the moment itself among them', () => {
    expect(last('0 3 * * *', 'UTC', '2026-09-03T03:00:00Z')).toBe('2026-09-03T03:00:00.000Z')
    expect(last('0 3 * * *', 'UTC', '2026-09-03T02:59:59Z')).toBe('2026-09-02T03:00:00.000Z')
  })

  it('follows the clocks of its zone', () => {
    expect(last('0 3 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z')).toBe('2026-10-24T01:00:00.000Z')
    expect(last('0 3 * * *', 'Europe/Berlin', '2026-10-26T12:00:00Z')).toBe('2026-10-26T02:00:00.000Z')
  })

  it('has a time that the clocks leave out when they are put forward', () => {
    for (const [cron, begins] of [
      ['0 2 * * 0', '2026-03-29T01:00:00.000Z'],
      ['30 2 * * *', '2026-03-29T01:30:00.000Z'],
    ] as const) {
      expect(next(cron, 'Europe/Berlin', '2026-03-29T00:45:00Z')).toBe(begins)
      expect(last(cron, 'Europe/Berlin', '2026-03-29T01:40:00Z')).toBe(begins)
    }
    expect(last('0 2 * * *', 'America/New_York', '2026-03-08T07:10:00Z')).toBe('2026-03-08T07:00:00.000Z')
  })

  it('has a time once that the clocks repeat when they are put back', () => {
    for (const at of ['2026-10-25T00:10:00Z', '2026-10-25T01:10:00Z', '2026-10-26T00:59:00Z']) {
      expect(last('0 2 * * *', 'Europe/Berlin', at), at).toBe('2026-10-25T00:00:00.000Z')
    }
    expect(next('0 2 * * *', 'Europe/Berlin', '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:00:00.000Z')
    expect(last('*/30 * * * *', 'Europe/Berlin', '2026-10-25T01:10:00Z')).toBe('2026-10-25T01:00:00.000Z')
  })

  it('says the same of what was and of what comes, whenever it is asked', () => {
    for (const cron of ['0 2 * * *', '*/20 2 * * *']) {
      for (const day of ['2026-03-29', '2026-10-25']) {
        for (let hour = -4; hour < 8; hour += 1) {
          const at = new Date(Date.parse(`${day}T00:05:00Z`) + hour * 3600_000)
          const latest = cronSchedule.last(cron, 'Europe/Berlin', at) ?? at
          const coming = cronSchedule.next(cron, 'Europe/Berlin', at) ?? at
          expect(cronSchedule.next(cron, 'Europe/Berlin', new Date(latest.getTime() - 1))).toEqual(latest)
          expect(cronSchedule.last(cron, 'Europe/Berlin', coming)).toEqual(coming)
        }
      }
    }
  })

  it('is worked out once for all who ask between two of its times', () => {
    const parse = vi.spyOn(CronExpressionParser, 'parse')
    try {
      const midnight = Date.parse('2027-01-05T00:00:00Z')
      for (let minute = 0; minute < 24 * 60; minute += 1) {
        cronSchedule.last('0 0 * * *', 'UTC', new Date(midnight + minute * 60_000))
        cronSchedule.next('0 0 * * *', 'UTC', new Date(midnight + minute * 60_000))
      }
      expect(parse.mock.calls.length).toBeLessThanOrEqual(2)
    } finally {
      parse.mockRestore()
    }
  })

  it('says what is wrong with one that is none', () => {
    expect(cronSchedule.whyNot('0 3 * * 1', 'Europe/Berlin')).toBeNull()
    expect(cronSchedule.whyNot('0 3 * * 1', 'Mars/Base')?.path).toBe('timezone')
    for (const cron of ['', 'soon', '0 3 * *', '99 3 * * *', '0 0 3 * * 1']) {
      expect(cronSchedule.whyNot(cron, 'UTC')?.path, cron).toBe('cron')
    }
  })
})
