import { describe, expect, it } from 'vitest'
import { auditPageFilter } from '@/core/audit/filter-schema'
import { historyFilterSchema } from '@/core/deployments/filter-schema'

describe('a day in the address of a page', () => {
  it.each([
    ['an audit log', auditPageFilter],
    ['a history', historyFilterSchema],
  ])('narrows %s where the database knows its year, and counts for nothing elsewhere', (_, filter) => {
    const days = (from: string, to: string) => {
      const read = filter.parse({ from, to })
      return [read.from, read.to]
    }
    expect(days('1970-01-01', '9999-12-31')).toEqual(['1970-01-01', '9999-12-31'])
    expect(days('0000-01-01', '0000-12-31')).toEqual([undefined, undefined])
    expect(days('1969-12-31', 'yesterday')).toEqual([undefined, undefined])
  })
})
