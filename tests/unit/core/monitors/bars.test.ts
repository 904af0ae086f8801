import { describe, expect, it } from 'vitest'
import { barPaths, barsInWords, formatUptime } from '@/core/monitors/bars'

const day = 24 * 60 * 60_000
const whole = { knownMs: day, downMs: 0, degradedMs: 0 }
const unknown = { knownMs: 0, downMs: 0, degradedMs: 0 }

describe('bars', () => {
  it('show a second of outage as well as a day of it', () => {
    const heights = [1000, day / 2, day].map((downMs) => /v(\d+)/.exec(barPaths([{ ...whole, downMs }]).down)?.[1])
    expect(heights).toEqual(['25', '50', '100'])
  })

  it('tell apart what nobody knows, what was good, slow and down, also without colour', () => {
    const shapes = [unknown, whole, { ...whole, degradedMs: 1000 }, { ...whole, downMs: 1000 }].map((bar) => {
      const { up, degraded, down, unknown } = barPaths([bar])
      return [up, degraded, down, unknown].join('|').replaceAll('|', '')
    })
    expect(new Set(shapes).size).toBe(4)
    expect(shapes[3]?.match(/M/g)).toHaveLength(2)
  })

  it('are said in words', () => {
    expect(barsInWords([unknown], '90 days')).toBe('90 days: nothing is known yet')
    expect(barsInWords([whole, whole], '90 days')).toBe('90 days: up 100\u202F% of the time, never down')
    const outage = { ...whole, downMs: 60_000 }
    expect(barsInWords([whole, outage, outage], '90 days')).toMatch(
      /^90 days: up 99\.95\u202F% of the time, down for 2.min on 2 days$/,
    )
  })
})

describe('an uptime', () => {
  it.each([
    [100, '100\u202F%'],
    [99.9999, '99.99\u202F%'],
    [99.5, '99.50\u202F%'],
    [0, '0.00\u202F%'],
    [null, '–'],
  ])('of %s is written %s', (percent, text) => {
    expect(formatUptime(percent)).toBe(text)
  })
})
