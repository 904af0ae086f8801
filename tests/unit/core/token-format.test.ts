import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { shownPrefix, tokenFrom } from '@/core/tokens/token-format'

describe('a token', () => {
  it('is 40 characters of base62, recognisable, and never the same', () => {
    const tokens = Array.from({ length: 500 }, () => tokenFrom(randomBytes))
    for (const token of tokens) expect(token).toMatch(/^gpl_[0-9A-Za-z]{40}$/)
    expect(new Set(tokens).size).toBe(tokens.length)
  })

  it('uses every character as often as any other', () => {
    const counts = new Map<string, number>()
    for (let drawn = 0; drawn < 5000; drawn += 1) {
      for (const digit of tokenFrom(randomBytes).slice(4)) counts.set(digit, (counts.get(digit) ?? 0) + 1)
    }
    expect(counts.size).toBe(62)
    const [least, most] = [Math.min(...counts.values()), Math.max(...counts.values())]
    // Some 3200 each; without passing bytes over, eight digits would come a quarter more often.
    expect(most / least).toBeLessThan(1.2)
  })

  it('shows no more than its first four random characters', () => {
    expect(shownPrefix('gpl_abcdefghij')).toBe('gpl_abcd')
  })
})
