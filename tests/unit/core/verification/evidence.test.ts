import { describe, expect, it } from 'vitest'
import { enoughEvidence, logEvidence, weightAfter } from '@/core/verification/evidence'
import { logBeta, logGamma } from '@/core/verification/log-beta'
import { usualRate } from '@/core/verification/usual-rate'
import { seeded } from '@/tests/support/simulated-traffic'

const spans = (...bad: number[]) => bad.map((count) => ({ requests: 1000, bad: count }))

describe('the gamma function', () => {
  it('is the factorial between whole numbers too', () => {
    for (let n = 1; n < 20; n += 1) expect(logGamma(n + 1) - logGamma(n)).toBeCloseTo(Math.log(n), 10)
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 10)
    expect(logBeta(0.5, 0.5)).toBeCloseTo(Math.log(Math.PI), 10)
    expect(logGamma(1e6 + 1)).toBeCloseTo(12_815_518.384_658_169, 3)
  })
})

describe('what is usual', () => {
  it('is known the better the more was counted, but never to the last digit', () => {
    const width = (requests: number) => {
      const { a, b, mean } = usualRate({ requests, bad: requests / 100 }, [])
      return Math.sqrt((mean * (1 - mean)) / (a + b + 1)) / mean
    }
    expect(width(1000)).toBeGreaterThan(width(10_000))
    expect(width(1e9)).toBeCloseTo(0.075, 3)
  })

  it('varies as chance would have it, or more', () => {
    const chance = [10, 13, 7, 9, 12, 8, 11, 10, 6, 14, 10, 9]
    const more = [1, 30, 2, 25, 0, 28, 3, 22, 1, 26, 4, 24]
    const total = { requests: 12_000, bad: 120 }
    expect(usualRate(total, spans(...chance)).spread).toBeLessThan(1.3)
    expect(usualRate(total, spans(...more)).spread).toBeGreaterThan(5)
  })

  it('is judged by spans with something in them', () => {
    expect(usualRate({ requests: 4000, bad: 1 }, spans(0, 1, 0, 0)).spread).toBe(1)
    expect(usualRate({ requests: 0, bad: 0 }, []).spread).toBe(1)
  })
})

describe('evidence', () => {
  const usual = usualRate({ requests: 100_000, bad: 1000 }, [])

  it('is against what is as usual or better, and for what is worse', () => {
    expect(logEvidence(usual, 0.003, { requests: 10_000, bad: 100 })).toBeLessThan(0)
    expect(logEvidence(usual, 0.003, { requests: 10_000, bad: 0 })).toBeLessThan(0)
    expect(logEvidence(usual, 0.003, { requests: 10_000, bad: 300 })).toBeGreaterThan(enoughEvidence)
    expect(logEvidence(usual, 0.003, { requests: 0, bad: 0 })).toBeCloseTo(0)
  })

  it('counts less where the counts vary more, and where a minute has long passed', () => {
    const counted = { requests: 10_000, bad: 200 }
    expect(logEvidence(usual, 0.003, counted, 0.1)).toBeLessThan(logEvidence(usual, 0.003, counted))
    expect([weightAfter(1000), weightAfter(60_000), weightAfter(240_000)]).toEqual([1, 1, 0.25])
  })

  it('cannot come from nothing: without a single request to the old release it stays below what is enough', () => {
    const unknown = usualRate({ requests: 0, bad: 0 }, [])
    for (let bad = 0; bad <= 1000; bad += 10) {
      expect(logEvidence(unknown, 0.003, { requests: 1000, bad })).toBeLessThan(enoughEvidence)
    }
  })

  it('is never enough where nothing could be worse', () => {
    const hopeless = usualRate({ requests: 10_000, bad: 10_000 }, [])
    expect(logEvidence(hopeless, 0.003, { requests: 1000, bad: 1000 })).toBe(Number.NEGATIVE_INFINITY)
  })

  it('is one on average, whatever is counted, while all is as usual', () => {
    // A martingale: the mean of the Bayes factor over what the usual rate may be, and over what may then be counted.
    const { a, b } = usualRate({ requests: 400, bad: 40 }, [])
    const requests = 60
    let mean = 0
    for (let bad = 0; bad <= requests; bad += 1) {
      const choose = logGamma(requests + 1) - logGamma(bad + 1) - logGamma(requests - bad + 1)
      const probability = Math.exp(choose + logBeta(a + bad, b + requests - bad) - logBeta(a, b))
      mean += probability * Math.exp(logEvidence({ mean: a / (a + b), a, b }, 0.003, { requests, bad }))
    }
    expect(mean).toBeCloseTo(1, 6)
  })

  it('is reached by chance as seldom as its bound says, however often one looks', () => {
    const random = seeded(1)
    let reached = 0
    for (let run = 0; run < 1000; run += 1) {
      let bad = 0
      for (let requests = 1; requests <= 1000; requests += 1) {
        if (random() < 0.01) bad += 1
        if (requests % 10 > 0 || logEvidence(usual, 0.003, { requests, bad }) < Math.log(20)) continue
        reached += 1
        break
      }
    }
    expect(reached).toBeLessThanOrEqual(1000 / 20)
  })
})
