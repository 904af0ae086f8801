import { describe, expect, it } from 'vitest'
import { instantOf, spanWords, wallTime } from '@/core/format/zoned'
import { emptyWindowDraft, validateWindow, windowFromDraft } from '@/core/maintenance/draft'
import { maintenanceWindowSchema } from '@/core/maintenance/schema'
import { recurrenceWords } from '@/core/maintenance/words'

const berlin = 'Europe/Berlin'
const at = (wall: string, zone = berlin): string | undefined => instantOf(wall, zone)?.toISOString()

describe('a time on the wall', () => {
  it('is the moment at which the clock there shows it', () => {
    expect(at('2026-09-03T14:00')).toBe('2026-09-03T12:00:00.000Z')
    expect(at('2026-01-03T14:00')).toBe('2026-01-03T13:00:00.000Z')
    expect(at('2026-09-03T14:00', 'UTC')).toBe('2026-09-03T14:00:00.000Z')
    expect(at('2026-09-03T14:00', 'Asia/Kolkata')).toBe('2026-09-03T08:30:00.000Z')
    expect(at('2026-09-03T08:00', 'Pacific/Kiritimati')).toBe('2026-09-02T18:00:00.000Z')
  })

  it('that comes twice as the clock is set back is the first of them', () => {
    expect(at('2026-10-25T02:30')).toBe('2026-10-25T00:30:00.000Z')
    expect(at('2026-10-25T03:00')).toBe('2026-10-25T02:00:00.000Z')
  })

  it('that is left out as the clock is set forward comes as much later', () => {
    expect(at('2026-03-29T02:30')).toBe('2026-03-29T01:30:00.000Z')
    expect(wallTime(new Date('2026-03-29T01:30:00Z'), berlin)).toBe('2026-03-29T03:30')
  })

  it('is none where nothing or half of it was typed', () => {
    for (const typed of ['', '2026-09-03', '2026-19-03T14:00', 'soon']) expect(instantOf(typed, berlin)).toBeNull()
  })

  it('is told with its day, and the second day only where there is one', () => {
    const from = new Date('2026-09-03T12:00:00Z')
    expect(spanWords(from, new Date('2026-09-03T14:30:00Z'), berlin)).toBe('Thu 3 Sep 2026, 14:00 to 16:30')
    expect(spanWords(from, new Date('2026-09-03T23:00:00Z'), berlin)).toBe(
      'Thu 3 Sep 2026, 14:00 to Fri 4 Sep 2026, 01:00',
    )
  })
})

describe('what a form holds of a maintenance window', () => {
  const draft = { ...emptyWindowDraft, monitorIds: ['m1'], timezone: berlin }

  it('is one window once, or one that comes again', () => {
    const once = { ...draft, startsAt: '2026-09-03T14:00', endsAt: '2026-09-03T16:00' }
    expect(maintenanceWindowSchema.parse(windowFromDraft(once))).toEqual({
      name: 'Maintenance',
      monitorIds: ['m1'],
      startsAt: '2026-09-03T12:00:00.000Z',
      endsAt: '2026-09-03T14:00:00.000Z',
    })
    const weekly = { ...draft, kind: 'weekly' as const, days: [4, 0], at: '02:30', name: ' Backups ' }
    expect(maintenanceWindowSchema.parse(windowFromDraft(weekly))).toEqual({
      name: 'Backups',
      monitorIds: ['m1'],
      cron: '30 2 * * 0,4',
      timezone: berlin,
      durationMinutes: 60,
    })
    expect(windowFromDraft({ ...draft, kind: 'daily' })).toMatchObject({ cron: '0 2 * * *' })
    expect(windowFromDraft({ ...draft, kind: 'cron', cron: ' 0 4 1 * * ' })).toMatchObject({ cron: '0 4 1 * *' })
  })

  it('says what is missing, in the words of the form', () => {
    const messages = (part: Partial<typeof draft>) =>
      validateWindow({ ...draft, ...part }).map(({ message }) => message)
    expect(messages({})).toEqual(['Use a date and a time.', 'Use a date and a time.'])
    expect(messages({ startsAt: '2026-09-03T14:00', endsAt: '2026-09-03T14:00' })).toEqual([
      'It ends after it has begun.',
    ])
    expect(messages({ kind: 'weekly', days: [] })).toEqual(['Choose at least one day.'])
    expect(messages({ kind: 'daily', at: '' })).toEqual(['Choose a time.'])
    expect(messages({ kind: 'daily', durationMinutes: '' })).toEqual(['Use a whole number of minutes.'])
    expect(messages({ kind: 'daily', monitorIds: [] })).toEqual(['Choose at least one monitor.'])
  })
})

describe('a window that comes again', () => {
  it('says when, as people say it', () => {
    const words = (cron: string, timezone = berlin) => recurrenceWords({ cron, timezone, durationMinutes: 120 })
    expect(words('0 2 * * *')).toBe('Every day at 02:00 in Europe/Berlin, for 2\u202Fh')
    expect(words('30 2 * * 0,1,4', 'UTC')).toBe('Every Sunday, Monday and Thursday at 02:30 UTC, for 2\u202Fh')
    expect(words('0 2 1 * *')).toBe('By cron 0 2 1 * * in Europe/Berlin, for 2\u202Fh')
  })
})
