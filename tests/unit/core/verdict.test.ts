import { describe, expect, it } from 'vitest'
import { appVerdict } from '@/core/apps/verdict'
import type { Proof } from '@/core/deployments/schema'
import { deploymentStatuses } from '@/core/deployments/state'
import { deploymentVerdict, proofSentence, proofWords, tabTitle, type VerdictFacts } from '@/core/deployments/verdict'

const plain = (text: string): string => text.replaceAll('\u202F', ' ')
const facts = (more: Partial<VerdictFacts>): VerdictFacts => ({
  number: 20,
  status: 'succeeded',
  release: 15,
  previousRelease: 14,
  hasBegun: true,
  isCancelling: false,
  isCurrent: true,
  ...more,
})
const proof = (more: Partial<Proof>): Proof => ({
  requests: 12_431,
  failed: 0,
  appErrors: 0,
  retried: 0,
  cut: 0,
  probes: 120,
  probeFailures: 0,
  p50Ms: 2,
  p95Ms: 4,
  complete: true,
  ...more,
})

describe('a deployment in one sentence', () => {
  it('has a sentence for every status', () => {
    for (const status of deploymentStatuses)
      expect(deploymentVerdict(facts({ status }))).toMatch(/^v15 .+\.$|^Traffic /)
  })

  it('says who serves when it failed', () => {
    expect(deploymentVerdict(facts({ status: 'failed' }))).toBe('v15 did not go live; v14 kept serving.')
    expect(deploymentVerdict(facts({ status: 'failed', previousRelease: null, release: null }))).toBe(
      'Deployment 20 did not go live; no release was serving.',
    )
  })

  it('does not call an earlier release live', () => {
    expect(deploymentVerdict(facts({ isCurrent: false }))).toBe(
      'v15 went live, and another release has replaced it since.',
    )
  })

  it('claims nothing about who served when it never began', () => {
    const sentence = deploymentVerdict(facts({ status: 'cancelled', hasBegun: false, previousRelease: null }))
    expect(sentence).toBe('v15 was cancelled before it began; nothing changed for users.')
  })

  it('tells that it is being cancelled, until it has ended', () => {
    expect(deploymentVerdict(facts({ status: 'checking', isCancelling: true }))).toContain('is being cancelled')
    expect(deploymentVerdict(facts({ status: 'cancelled', isCancelling: true }))).toContain('was cancelled')
  })

  it('puts the status first in the title of the tab', () => {
    expect(tabTitle(facts({ status: 'verifying' }), 'shop')).toBe('● v15 deploying – shop')
    expect(tabTitle(facts({}), 'shop')).toBe('✓ v15 live – shop')
    expect(tabTitle(facts({ status: 'rolled_back' }), 'shop')).toBe('■ v15 rolled back – shop')
  })
})

describe('the proof in words', () => {
  it('counts requests and failures', () => {
    expect(plain(proofWords(proof({})))).toBe('12 431 served, 0 failed')
    expect(plain(proofWords(proof({ failed: 3, appErrors: 7 })))).toBe('12 431 served, 3 failed, 7 app errors')
  })

  it('does not call no traffic a success', () => {
    expect(proofWords(proof({ requests: 0 }))).toBe('no user traffic')
    expect(plain(proofSentence(proof({ requests: 0 })))).toBe(
      'No user called meanwhile. Of 120 probes through the public route, none failed.',
    )
    expect(proofWords(null)).toBe('not measured')
  })
})

describe('an app in one sentence', () => {
  const now = new Date('2026-09-03T14:02:07Z')
  const app = { status: 'live', release: 14, ready: 2, wanted: 2, liveSince: new Date('2026-08-31T14:00:00Z') } as const

  it('says what is live, where and since when', () => {
    expect(plain(appVerdict({ ...app, deploying: null }, now))).toBe('v14 is live on 2 of 2 replicas, for 3 days now.')
  })

  it('says when users are hurt', () => {
    expect(appVerdict({ ...app, status: 'down', ready: 0, deploying: null }, now)).toContain('visitors get a 503 page')
  })
})
