import { expect, it } from 'vitest'
import { attribute } from '@/tests/support/chaos/attribute'

const failure = (beganAt: number, endedAt: number) => ({ beganAt, endedAt, what: 'ECONNRESET' })
const ours = (failures: ReturnType<typeof failure>[], excuses: { from: number; to: number }[]) =>
  attribute(failures, excuses).ours.map((one) => one.beganAt)

it('excuses what was under way while something was killed, and nothing before or after', () => {
  const failures = [failure(10, 90), failure(50, 120), failure(140, 160), failure(310, 320)]
  expect(ours(failures, [{ from: 100, to: 150 }])).toEqual([10, 310])
  expect(ours(failures, [])).toEqual([10, 50, 140, 310])
})

it('excuses the gap of an engine until the first quiet stretch', () => {
  const gap = [failure(3000, 3100), failure(4500, 4600), failure(6000, 6100)]
  expect(ours([failure(10, 20), ...gap, failure(9000, 9100)], [{ from: 100, to: Number.POSITIVE_INFINITY }])).toEqual([
    10, 9000,
  ])
})

it('keeps what was excused', () => {
  expect(attribute([failure(1, 5), failure(9, 10)], [{ from: 4, to: 6 }]).apart).toEqual([failure(1, 5)])
})
