import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Check } from '@/core/monitors/check'
import { afterCheck, type IncidentStep, type Standing } from '@/core/monitors/standing'

type Seen = Pick<Check, 'outcome' | 'code' | 'error'>

const thresholds = { failureThreshold: 2, recoveryThreshold: 1, intervalSeconds: 60 }
const up: Standing = {
  state: 'up',
  since: 0,
  failures: 0,
  successes: 3,
  failingSince: null,
  changes: [],
  flapping: false,
  lastCode: null,
}
const checks: Record<string, Seen> = {
  S: { outcome: 'ok', code: null, error: null },
  s: { outcome: 'slow', code: null, error: null },
  F: { outcome: 'failed', code: 'connection_refused', error: 'connection refused' },
  T: { outcome: 'failed', code: 'timeout', error: 'no whole answer within 10 s' },
  C: { outcome: 'ok', code: 'tls_expires_soon', error: 'certificate expires in 6 days' },
  '-': { outcome: 'skipped', code: null, error: null },
}

/** Goes through checks a minute apart; each letter is one of them. */
const go = (letters: string, more: Partial<typeof thresholds> = {}, from: Standing = up) => {
  const steps: (IncidentStep & { at: number })[] = []
  let standing = from
  const states: string[] = []
  for (const [index, letter] of [...letters].entries()) {
    const at = (index + 1) * 60_000
    const after = afterCheck(standing, checks[letter] ?? fail(letter), at, { ...thresholds, ...more })
    standing = after.standing
    states.push(standing.state)
    steps.push(...after.steps.map((step) => ({ ...step, at })))
  }
  return { standing, states, steps, kinds: steps.map(({ kind }) => kind) }
}
const fail = (letter: string): never => {
  throw new Error(`there is no check ${letter}`)
}

describe('an outage', () => {
  it('begins with the first of the failures that make it, and ends with the first good check', () => {
    const { steps, states } = go('SFFFS')
    expect(states).toEqual(['up', 'up', 'down', 'down', 'up'])
    expect(steps).toEqual([
      {
        kind: 'opened',
        openedAt: 120_000,
        cause: { code: 'connection_refused', text: 'connection refused' },
        at: 180_000,
      },
      { kind: 'resolved', at: 300_000 },
    ])
  })

  it('takes as many failures and successes in a row as the monitor says', () => {
    expect(go('FFFSF', { failureThreshold: 4 }).kinds).toEqual([])
    expect(go('FFFF', { failureThreshold: 4 }).kinds).toEqual(['opened'])
    expect(go('FFSSFSS', { recoveryThreshold: 3 }).kinds).toEqual(['opened'])
    expect(go('FFSSS', { recoveryThreshold: 3 }).kinds).toEqual(['opened', 'resolved'])
    expect(go('F', { failureThreshold: 1 }).kinds).toEqual(['opened'])
  })

  it('says what it is now', () => {
    expect(go('FFTT').steps.slice(1)).toEqual([
      { kind: 'cause_changed', cause: { code: 'timeout', text: 'no whole answer within 10 s' }, at: 180_000 },
    ])
  })

  it('is none where one failure recovers', () => {
    expect(go('SSFSSSSSSSSSSFSS').kinds).toEqual([])
  })

  it('is not made, nor ended, by checks that nobody made', () => {
    expect(go('F--').standing.failures).toBe(1)
    expect(go('F--F').kinds).toEqual(['opened'])
    expect(go('FF-').states.at(-1)).toBe('down')
  })
})

describe('what goes up and down', () => {
  it('is one incident that is marked, and ends when it has been steady', () => {
    const { kinds, states } = go(`${'FS'.repeat(20)}SSSSSSSSSSSSSSS`)
    expect(kinds).toEqual(['opened', 'flapping', 'resolved'])
    expect(states.at(-1)).toBe('up')
  })

  it('is marked where it lasts longer than its threshold each time, too', () => {
    const { kinds } = go(`${'FFSS'.repeat(20)}SSSSSSSSSSS`)
    expect(kinds.filter((kind) => kind === 'flapping')).toHaveLength(1)
    expect(kinds.filter((kind) => kind === 'opened').length).toBeLessThanOrEqual(3)
  })

  it('is none where it comes once in a while', () => {
    expect(go('FSSSSSSSSSSSS'.repeat(10)).kinds).toEqual([])
  })
})

describe('a certificate that ends soon', () => {
  it('is an incident while the monitor is degraded', () => {
    const { steps, states } = go('SCC')
    expect(states).toEqual(['up', 'degraded', 'degraded'])
    expect(steps).toMatchObject([{ kind: 'opened', openedAt: 120_000, cause: { code: 'tls_expires_soon' } }])
    expect(go('SCCS').kinds).toEqual(['opened', 'resolved'])
  })

  it('begins when it is seen, though the monitor was slow before', () => {
    expect(go('sssC').steps).toMatchObject([{ kind: 'opened', openedAt: 240_000 }])
  })

  it('is not over because of one failure', () => {
    expect(go('CFCC').kinds).toEqual(['opened'])
    expect(go('CFS').kinds).toEqual(['opened', 'resolved'])
  })

  it('gives way to an outage, which begins with its own first failure, and comes back after it', () => {
    expect(go('CFF').steps.slice(1)).toMatchObject([
      { kind: 'resolved', overtaken: true },
      { kind: 'opened', openedAt: 120_000, cause: { code: 'connection_refused' } },
    ])
    expect(go('CFFC').steps.slice(3)).toMatchObject([
      { kind: 'resolved', at: 240_000 },
      { kind: 'opened', openedAt: 240_000, cause: { code: 'tls_expires_soon' } },
    ])
    expect(go('CFFC').steps[3]).not.toHaveProperty('overtaken')
    expect(go('CFFS').kinds).toEqual(['opened', 'resolved', 'opened', 'resolved'])
  })

  it('ends an outage that began without it', () => {
    expect(go('FFC').steps).toMatchObject([
      { kind: 'opened', cause: { code: 'connection_refused' } },
      { kind: 'resolved' },
      { kind: 'opened', cause: { code: 'tls_expires_soon' } },
    ])
  })

  it('is no cause of an outage, however often good checks come between failures', () => {
    expect(go('FFCFCFCF', { recoveryThreshold: 3 }).kinds).toEqual(['opened', 'flapping'])
    expect(go('FFCTCF', { recoveryThreshold: 3 }).steps.slice(1)).toMatchObject([
      { kind: 'cause_changed', cause: { code: 'timeout' } },
      { kind: 'cause_changed', cause: { code: 'connection_refused' } },
      { kind: 'flapping' },
    ])
    const unsteady = go('CFCFCFCFC', { failureThreshold: 6 })
    expect(unsteady.kinds).toEqual(['opened', 'resolved', 'opened', 'flapping'])
    expect(unsteady.steps[2]).toMatchObject({ cause: { code: 'connection_refused' } })
    const fresh: Standing = { ...up, state: 'pending', successes: 0 }
    expect(go('FCFCFC', { failureThreshold: 6 }, fresh).steps.slice(-2)).toMatchObject([
      { kind: 'opened', cause: { code: 'flapping' } },
      { kind: 'flapping' },
    ])
  })
})

describe('whatever comes', () => {
  const letters = fc.string({ unit: fc.constantFrom('S', 's', 'F', 'T', 'C', '-'), maxLength: 200 })
  const settings = fc.record({
    failureThreshold: fc.integer({ min: 1, max: 6 }),
    recoveryThreshold: fc.integer({ min: 1, max: 6 }),
  })

  it('opens what is not open, and ends and changes what is', () => {
    fc.assert(
      fc.property(letters, settings, (checked, more) => {
        let isOpen = false
        for (const { kind } of go(checked, more).steps) {
          expect(isOpen).toBe(kind !== 'opened')
          isOpen = kind !== 'resolved'
        }
      }),
    )
  })

  it('is down with a cause of its own', () => {
    fc.assert(
      fc.property(letters, settings, (checked, more) => {
        let cause: string | null = null
        const { steps, states } = go(checked, more)
        for (const [index, state] of states.entries()) {
          for (const step of steps.filter(({ at }) => at === (index + 1) * 60_000)) {
            if (step.kind === 'resolved') cause = null
            if ('cause' in step) cause = step.cause.code
          }
          expect(cause !== null && cause !== 'tls_expires_soon').toBe(state === 'down')
        }
      }),
    )
  })

  it('ends in an hour of good checks without anything open', () => {
    fc.assert(
      fc.property(letters, settings, (checked, more) => {
        const { standing, kinds } = go(`${checked}${'S'.repeat(60)}`, more)
        expect(standing).toMatchObject({ state: 'up', flapping: false, failures: 0, failingSince: null, changes: [] })
        const count = (kind: string) => kinds.filter((one) => one === kind).length
        expect(count('resolved')).toBe(count('opened'))
      }),
    )
  })

  it('opens nothing for blips that are far apart', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 10, max: 30 }), { maxLength: 20 }), (gaps) => {
        const { kinds } = go(gaps.map((gap) => `F${'S'.repeat(gap)}`).join(''))
        expect(kinds).toEqual([])
      }),
    )
  })

  it('ends no flapping and begins nothing anew once it has been steady', () => {
    fc.assert(
      fc.property(letters, settings, fc.integer({ min: 10, max: 40 }), (checked, more, steady) => {
        const before = go(`${checked}${'S'.repeat(10)}`, more)
        const after = go('S'.repeat(steady), more, before.standing)
        expect(after.kinds).toEqual([])
      }),
    )
  })
})
