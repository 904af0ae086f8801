import { describe, expect, it } from 'vitest'
import { type FailureFacts, failureTexts } from '@/core/deployments/failure-texts'
import { DeploymentStepError, explainFailure, type FailureCode, failureMessage } from '@/core/deployments/failures'
import { checkInWords, unhealthyFailure } from '@/core/health/check-outcome'
import { EngineError, type EngineErrorCode } from '@/core/ports/containers'
import { type SlotHealth, TrafficError, type TrafficErrorCode } from '@/core/ports/traffic'
import { asStepError } from '@/services/deployments/run'

const codes = Object.keys(failureTexts) as FailureCode[]
const facts = { path: '/health', port: 3000, seconds: 60 }
const allFacts: Required<FailureFacts> = {
  ...facts,
  image: 'shop:1',
  host: 'local',
  httpStatus: 503,
  exitCode: 1,
  detail: 'the engine said why',
  memoryMb: 64,
}

/** With everything known and with nothing, before and after the shift, with a release that serves and without. */
const everyCase = [allFacts, { httpStatus: null, exitCode: null }, {}].flatMap((known) =>
  [true, false].flatMap((moved) => [4, null].map((serving) => ({ known, moved, serving }))),
)

describe('a failure is explained', () => {
  it.each(codes)('%s says what happened, what it meant for users, and what to do', (code) => {
    for (const { known, moved, serving } of everyCase) {
      const explanation = explainFailure(code, known, moved, serving)
      for (const part of Object.values(explanation)) {
        expect(part).toMatch(/^[A-Z].*\.$/)
        expect(part).not.toMatch(/undefined|null|NaN|\[object|\.\./)
      }
      expect(explanation.meaning).toContain(serving === null ? 'no release is serving' : `v${serving}`)
      const { what, meaning, next } = explanation
      expect(failureMessage(code, known, moved, serving)).toBe(`${what} ${meaning} ${next}`)
    }
  })

  it('with the words of an engine, which end as they like', () => {
    for (const detail of ['no such device', 'no such device.', 'no such device.\n']) {
      const { what } = explainFailure('engine_error', { host: 'local', detail }, false, 4)
      expect(what).toBe('The Docker engine of host local refused: no such device.')
    }
  })

  it.each(codes)('%s never says that nothing changed once traffic has moved', (code) => {
    expect(explainFailure(code, allFacts, true, 4).meaning).toMatch(/^Traffic went back to v4, which is serving\./)
    expect(explainFailure(code, allFacts, true, null).meaning).toMatch(/^The new release was taken out of service/)
  })

  it('says that the old release never stopped serving', () => {
    expect(explainFailure('port_never_opened', facts, false, 4).meaning).toBe(
      'Nothing changed for users; v4 is still serving.',
    )
  })

  it('owns up to what a container had in hand when it died', () => {
    const lost = /Requests that the container was answering may have failed\.$/
    expect(explainFailure('restarted_after_shift', {}, true, 4).meaning).toMatch(lost)
    expect(explainFailure('out_of_memory', {}, true, 4).meaning).toMatch(lost)
    expect(explainFailure('out_of_memory', {}, false, 4).meaning).not.toMatch(lost)
  })

  it('does not claim that a host which cannot be reached serves', () => {
    const { meaning } = explainFailure('host_unreachable', { host: 'local' }, false, 4)
    expect(meaning).toBe('This deployment changed nothing for users; v4 is serving unless host local is down.')
  })
})

describe('what an adapter throws becomes a failure that the table explains', () => {
  const ofEngine: Record<EngineErrorCode, FailureCode> = {
    host_unreachable: 'host_unreachable',
    host_refused: 'host_unreachable',
    image_not_found: 'image_not_found',
    registry_unreachable: 'registry_unreachable',
    registry_denied: 'registry_denied',
    no_disk_space: 'no_disk_space',
    not_enough_memory: 'not_enough_memory',
    not_ours: 'engine_error',
    address_refused: 'engine_error',
    address_in_use: 'engine_error',
    no_free_subnet: 'no_free_address',
    engine_error: 'engine_error',
  }
  it.each(Object.entries(ofEngine) as [EngineErrorCode, FailureCode][])('%s of the engine is %s', (thrown, code) => {
    const failure = asStepError(new EngineError(thrown, 'no'), 'local', 'shop:1')
    expect(failure).toBeInstanceOf(DeploymentStepError)
    expect(failure).toMatchObject({ code, facts: { host: 'local', image: 'shop:1', detail: 'no' } })
  })

  /** A worker that was fenced off has no say in how the deployment ends. */
  const ofTraffic: Record<TrafficErrorCode, FailureCode | null> = {
    fenced: null,
    proxy_unavailable: 'proxy_unavailable',
    configuration_refused: 'proxy_unavailable',
    port_in_use: 'proxy_unavailable',
    engine_taken: 'engine_taken',
  }
  it.each(Object.entries(ofTraffic) as [TrafficErrorCode, FailureCode | null][])(
    '%s of the proxies is %s',
    (thrown, code) => {
      const error = new TrafficError(thrown, 'no')
      const failure = asStepError(error, 'local', 'shop:1')
      if (code === null) expect(failure).toBe(error)
      else expect(failure).toMatchObject({ code, facts: { host: 'local', detail: 'no' } })
    },
  )
})

const down = (check: string, httpStatus: number | null = null): SlotHealth => ({
  slot: 1,
  status: 'down',
  check,
  httpStatus,
})

describe('why replicas never became healthy', () => {
  it.each([
    [down('L4CON'), 'port_never_opened'],
    [down('L4TOUT'), 'port_never_opened'],
    [down('INI'), 'port_never_opened'],
    [down('L7STS', 503), 'health_wrong_status'],
    [down('L7STS', 404), 'health_wrong_status'],
    [down('L7STS', 301), 'health_redirected'],
    [down('L7TOUT'), 'health_too_slow'],
    [down('L7RSP'), 'health_invalid_answer'],
  ] as const)('%o is %s', (health, code) => {
    expect(unhealthyFailure([health], facts, []).code).toBe(code)
  })
  it('is what the one says that got farthest', () => {
    const failure = unhealthyFailure(
      [down('L4CON'), down('L7STS', 500), { ...down('L7OK', 200), status: 'up' }],
      facts,
      [],
    )
    expect(failure).toMatchObject({ code: 'health_wrong_status', facts: { ...facts, httpStatus: 500 } })
  })
  it('keeps the last lines of the container', () => {
    expect(unhealthyFailure([down('L4CON')], facts, ['no database']).logs).toEqual(['no database'])
  })
})

it('a check that fails after the shift is told in words', () => {
  const checks = [down('L7STS', 500), down('L7STS'), down('L7TOUT'), down('L4CON'), down('INI'), down('L7RSP')]
  expect(checks.map(checkInWords)).toEqual([
    'last answer: 500',
    'another answer than 200',
    'no answer in time',
    'connection refused',
    'no check has answered yet',
    'last check: L7RSP',
  ])
})
