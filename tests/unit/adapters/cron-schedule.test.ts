import { describe, expect, it } from 'vitest'
import { cronSchedule } from '@/adapters/schedule/cron-schedule'

const last = (cron: string, timezone: string, at: string) =>
  cronSchedule.last(cron, timezone, new Date(at))?.toISOString()

describe('a schedule', () => {
  it('knows the last time, the moment itself among them', () => {
    expect(last('0 3 * * *', 'UTC', '2026-09-03T03:00:00Z')).toBe('2026-09-03T03:00:00.000Z')
    expect(last('0 3 * * *', 'UTC', '2026-09-03T02:59:59Z')).toBe('2026-09-02T03:00:00.000Z')
  })

  it('follows the clocks of its zone', () => {
    expect(last('0 3 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z')).toBe('2026-10-24T01:00:00.000Z')
    expect(last('0 3 * * *', 'Europe/Berlin', '2026-10-26T12:00:00Z')).toBe('2026-10-26T02:00:00.000Z')
  })

  it('says what is wrong with one that is none', () => {
    expect(cronSchedule.whyNot('0 3 * * 1', 'Europe/Berlin')).toBeNull()
    expect(cronSchedule.whyNot('0 3 * * 1', 'Mars/Base')?.path).toBe('timezone')
    for (const cron of ['', 'soon', '0 3 * *', '99 3 * * *', '0 0 3 * * 1']) {
      expect(cronSchedule.whyNot(cron, 'UTC')?.path, cron).toBe('cron')
    }
  })
})
