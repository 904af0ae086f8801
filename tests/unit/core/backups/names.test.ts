import { describe, expect, it } from 'vitest'
import { backupName, beyondKept, isBackupName } from '@/core/backups/names'

const at = (day: number): Date => new Date(Date.UTC(2026, 10, day, 3, 0, 5))
const names = (instanceId: string, ...days: number[]): string[] => days.map((day) => backupName(instanceId, at(day)))

describe('names of backups', () => {
  it('say the instance and the time, and sort as they were made', () => {
    expect(backupName('abc123', at(9))).toBe('gapless-abc123-20261109T030005Z.backup')
    expect(names('abc123', 10, 9, 11).sort()).toEqual(names('abc123', 9, 10, 11))
  })

  it('are known from whatever else lies there', () => {
    expect(names('abc123', 9).every(isBackupName)).toBe(true)
    for (const other of [
      'gapless-abc123-20261109T030005Z.backup.77.new',
      'x/gapless-abc123-20261109T030005Z.backup',
      'gapless-ABC-20261109T030005Z.backup',
      'gapless-abc123-test-1',
      'gapless.backup',
      '.backup',
    ]) {
      expect(isBackupName(other), other).toBe(false)
    }
  })

  it('give the oldest of the instance beyond the number to keep, and nothing of others', () => {
    const there = [...names('abc123', 3, 1, 4, 2), ...names('other1', 1, 2), 'notes.txt']
    expect(beyondKept(there, 'abc123', 2)).toEqual(names('abc123', 2, 1))
    expect(beyondKept(there, 'abc123', 4)).toEqual([])
    expect(beyondKept(there, 'zzzz99', 1)).toEqual([])
  })
})
