import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { crc32 } from '@/core/tokens/crc32'
import { mayBeToken, shownPrefix, tokenFrom } from '@/core/tokens/token-format'

describe('a token', () => {
  it('is 46 characters of base62, recognisable, and never the same', () => {
    const tokens = Array.from({ length: 500 }, () => tokenFrom(randomBytes))
    for (const token of tokens) expect(token).toMatch(/^gpl_[0-9A-Za-z]{46}$/)
    expect(new Set(tokens).size).toBe(tokens.length)
  })

  it('uses every character as often as any other', () => {
    const counts = new Map<string, number>()
    for (let drawn = 0; drawn < 5000; drawn += 1) {
      for (const digit of tokenFrom(randomBytes).slice(4, 44)) counts.set(digit, (counts.get(digit) ?? 0) + 1)
    }
    expect(counts.size).toBe(62)
    const [least, most] = [Math.min(...counts.values()), Math.max(...counts.values())]
    // Some 3200 each; without passing bytes over, eight digits would come a quarter more often.
    expect(most / least).toBeLessThan(1.2)
  })

  it('ends in a checksum that tells it from what only looks like one', () => {
    expect(tokenFrom(() => new Uint8Array(64))).toBe('gpl_00000000000000000000000000000000000000002kaqcA')
    for (let drawn = 0; drawn < 200; drawn += 1) {
      const token = tokenFrom(randomBytes)
      expect(mayBeToken(token)).toBe(true)
      const at = 4 + (drawn % 46)
      expect(mayBeToken(`${token.slice(0, at)}${token[at] === '0' ? '1' : '0'}${token.slice(at + 1)}`)).toBe(false)
    }
  })

  it('may be one of those that were made without a checksum', () => {
    expect(mayBeToken(`gpl_${'a'.repeat(40)}`)).toBe(true)
    expect(mayBeToken(`gpl_${randomBytes(32).toString('base64url')}`)).toBe(true)
    for (const none of ['', 'gpl_', `gpl_${'a'.repeat(41)}`, `ghp_${'a'.repeat(40)}`])
      expect(mayBeToken(none)).toBe(false)
  })

  it('shows no more than its first four random characters', () => {
    expect(shownPrefix('gpl_abcdefghij')).toBe('gpl_abcd')
  })
})

describe('the checksum', () => {
  it('is the CRC-32 that every tool has', () => {
    expect(crc32('123456789')).toBe(0xcbf43926)
    expect(crc32('')).toBe(0)
  })
})
