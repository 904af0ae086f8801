import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activeStatuses, deploymentStatuses, endAfterFailure, isEnd, mayFollow } from '@/core/deployments/state'

describe('a deployment', () => {
  it('goes through its steps in order, with or without a pre-deploy command', () => {
    const steps = ['queued', ...activeStatuses, 'succeeded'] as const
    for (const [index, step] of steps.slice(1).entries()) expect(mayFollow(steps[index] ?? 'queued', step)).toBe(true)
    expect(mayFollow('preparing', 'starting')).toBe(true)
  })

  it('that has ended stays as it ended', () => {
    fc.assert(
      fc.property(fc.constantFrom(...deploymentStatuses), fc.constantFrom(...deploymentStatuses), (from, to) => {
        expect(isEnd(from) && mayFollow(from, to)).toBe(false)
      }),
    )
  })

  it('can be cancelled until it has succeeded', () => {
    for (const status of deploymentStatuses) expect(mayFollow(status, 'cancelled')).toBe(!isEnd(status))
  })

  it('is rolled back only when it had moved traffic away from an earlier release', () => {
    expect(endAfterFailure(true, true)).toBe('rolled_back')
    expect(endAfterFailure(true, false)).toBe('failed')
    expect(endAfterFailure(false, true)).toBe('failed')
  })

  it('never succeeds without having been verified', () => {
    expect(deploymentStatuses.filter((status) => mayFollow(status, 'succeeded'))).toEqual(['verifying'])
  })
})
