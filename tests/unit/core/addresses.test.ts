import { describe, expect, it } from 'vitest'
import { freeSlots, nextFreeAddress } from '@/core/hosts/addresses'

const range = { first: '10.88.0.254', last: '10.88.1.1' }

describe('the next address', () => {
  it('is the first of the range before any was given', () => {
    expect(nextFreeAddress(range, new Set(), null)).toBe('10.88.0.254')
  })
  it('comes after the last one given, over the end of a block of 256', () => {
    expect(nextFreeAddress(range, new Set(), '10.88.0.255')).toBe('10.88.1.0')
  })
  it('goes round, and past those that are taken', () => {
    expect(nextFreeAddress(range, new Set(['10.88.0.254']), '10.88.1.1')).toBe('10.88.0.255')
  })
  it('is the one just given if no other is left', () => {
    const others = new Set(['10.88.0.254', '10.88.0.255', '10.88.1.0'])
    expect(nextFreeAddress(range, others, '10.88.1.1')).toBe('10.88.1.1')
  })
  it('is none when all are taken', () => {
    const all = new Set(['10.88.0.254', '10.88.0.255', '10.88.1.0', '10.88.1.1'])
    expect(nextFreeAddress(range, all, null)).toBeNull()
  })
  it('starts anew where the last one belongs to an earlier network', () => {
    const address = nextFreeAddress(range, new Set(), '10.10.0.7')
    expect(['10.88.0.254', '10.88.0.255', '10.88.1.0', '10.88.1.1']).toContain(address)
  })
})

describe('free slots', () => {
  it('are the lowest', () => {
    expect(freeSlots(8, new Set([1, 3]), 3)).toEqual([2, 4, 5])
  })
  it('are all or none', () => {
    expect(freeSlots(3, new Set([2]), 2)).toEqual([1, 3])
    expect(freeSlots(3, new Set([2]), 3)).toBeNull()
  })
})
