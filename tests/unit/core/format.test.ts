import { describe, expect, it } from 'vitest'
import { parseAnsi, stripAnsi } from '@/core/format/ansi'
import { formatDuration, formatRunning } from '@/core/format/duration'
import { formatBytes, formatCount, formatCountOf } from '@/core/format/number'
import { formatExact, formatRelative } from '@/core/format/time'

const plain = (text: string): string => text.replaceAll('\u202F', ' ')

describe('numbers', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1 000'],
    [12_431, '12 431'],
    [1_234_567.4, '1 234 567'],
  ])('writes %d as %s', (value, expected) => expect(plain(formatCount(value))).toBe(expected))

  it('counts one and many', () => {
    expect(plain(formatCountOf(1, 'request'))).toBe('1 request')
    expect(plain(formatCountOf(0, 'request'))).toBe('0 requests')
    expect(plain(formatCountOf(2, 'probe was', 'probes were'))).toBe('2 probes were')
  })

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1500, '1.5 kB'],
    [512 * 1024 ** 2, '512 MB'],
  ])('writes %d bytes as %s', (value, expected) => expect(plain(formatBytes(value))).toBe(expected))
})

describe('durations', () => {
  it.each([
    [0, '0 ms'],
    [85.4, '85 ms'],
    [1000, '1 s'],
    [1449, '1.4 s'],
    [42_300, '42 s'],
    [60_000, '1 min'],
    [95_000, '1 min 35 s'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 min'],
    [3 * 86_400_000, '3 days'],
  ])('writes %d ms as %s', (ms, expected) => expect(plain(formatDuration(ms))).toBe(expected))

  it('never shows a running clock ahead of the time', () => {
    expect(plain(formatRunning(9999))).toBe('9.9 s')
    expect(plain(formatRunning(59_999))).toBe('59 s')
    expect(plain(formatRunning(61_000))).toBe('1 min 01 s')
  })
})

describe('times', () => {
  const now = new Date('2026-09-03T14:02:07Z')
  it.each([
    ['2026-09-03T14:02:05Z', 'just now'],
    ['2026-09-03T14:01:27Z', '40 s ago'],
    ['2026-09-03T13:59:00Z', '3 min ago'],
    ['2026-09-01T14:02:00Z', '2 days ago'],
    ['2026-06-30T00:00:00Z', '30 Jun 2026'],
  ])('says %s as %s', (at, expected) => expect(plain(formatRelative(new Date(at), now))).toBe(expected))

  it('is exact on request', () => expect(formatExact(now)).toBe('2026-09-03 14:02:07 UTC'))
})

describe('colour codes in logs', () => {
  it('splits at them', () => {
    expect(parseAnsi('\u001B[1;31merror\u001B[0m: no')).toEqual([
      { at: 7, text: 'error', color: 'red', bold: true },
      { at: 16, text: ': no', color: null, bold: false },
    ])
  })

  it('leaves out every other control sequence', () => {
    expect(stripAnsi('\u001B]8;;https://x\u0007a\u001B[2Kb\u001B[38;5;31mc\u0000d\u001B[48;2;1;2;31me')).toBe('abcde')
  })
})
