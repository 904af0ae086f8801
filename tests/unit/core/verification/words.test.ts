import { expect, it } from 'vitest'
import { thin } from '@/core/format/number'
import { errorsInWords, latencyInWords, percent } from '@/core/verification/words'

const plain = (text: string): string => text.replaceAll(thin, ' ')
const names = { new: 'v15', old: 'v14' }
const measure = {
  verdict: 'worse',
  new: { requests: 1310, bad: 162 },
  old: { requests: 81_000, bad: 729 },
} as const

it('a comparison is told with its numbers', () => {
  expect(plain(errorsInWords(measure, names))).toBe(
    '12.4 % of 1 310 requests failed on v15, 0.9 % of 81 000 requests on v14',
  )
  expect(plain(latencyInWords({ ...measure, slowerThanMs: 250 }, names))).toBe(
    '12.4 % of 1 310 answers took more than 250 ms on v15, 0.9 % of 81 000 answers on v14',
  )
})

it.each([
  [0, '0 %'],
  [1, '0.01 %'],
  [93, '0.9 %'],
  [1000, '10 %'],
  [10_000, '100 %'],
])('%i of 10 000 is %s', (bad, text) => {
  expect(plain(percent({ requests: 10_000, bad }))).toBe(text)
})

it('of nothing is nothing', () => {
  expect(plain(percent({ requests: 0, bad: 0 }))).toBe('0 %')
})
