import { describe, expect, it } from 'vitest'
import {
  appFaults,
  instanceFaults,
  journaled,
  planEachOnce,
  planRounds,
  type Round,
  replicasOf,
} from '../../support/chaos/plan'

const faultsOf = (rounds: readonly Round[]): string[] =>
  rounds.flatMap((round) => round.deployments.map((deployment) => deployment.fault))

describe('a plan of faults', () => {
  it('is the same for the same seed, and another for another', () => {
    const input = { count: 40, apps: 4 }
    expect(planRounds({ seed: 7, ...input })).toEqual(planRounds({ seed: 7, ...input }))
    expect(planRounds({ seed: 7, ...input })).not.toEqual(planRounds({ seed: 8, ...input }))
  })

  it.each([1, 2, 3])('has every kind of fault among 200 deployments (seed %d)', (seed) => {
    const rounds = planRounds({ seed, count: 200, apps: 4 })
    expect(faultsOf(rounds)).toHaveLength(200)
    expect(new Set(faultsOf(rounds))).toEqual(new Set([...instanceFaults, ...appFaults]))
  })

  it.each([1, 2, 3])('kills a worker before and after every step among 200 deployments (seed %d)', (seed) => {
    const deaths = planRounds({ seed, count: 200, apps: 4 }).flatMap(({ scope, deployments: [aimed] }) =>
      scope === 'instance' && aimed && /worker killed/.test(aimed.fault) && 'step' in aimed.moment
        ? [`${aimed.moment.at} ${aimed.moment.step}`]
        : [],
    )
    const wanted = journaled.slice(0, -1).flatMap((step) => [`before ${step}`, `after ${step}`])
    expect(wanted.filter((moment) => !deaths.includes(moment))).toEqual([])
  })

  it('can have every kind once', () => {
    const faults = faultsOf(planEachOnce({ seed: 3, apps: 3 }))
    expect([...faults].sort()).toEqual([...instanceFaults, ...appFaults].sort())
  })

  it.each([1, 2, 3, 4, 5])('never takes the only replica from its users (seed %d)', (seed) => {
    const rounds = [...planRounds({ seed, count: 200, apps: 4 }), ...planEachOnce({ seed, apps: 3 })]
    const bereft = rounds.flatMap((round) =>
      round.deployments.filter(
        ({ fault, app, moment }) =>
          replicasOf(app) === 1 &&
          (fault === 'old replica killed' ||
            (fault === 'new replica killed' && 'step' in moment && moment.step === 'succeeded')),
      ),
    )
    expect(bereft).toEqual([])
  })
})
