import { pidOfContainer, proxiesOf } from '../containers'
import type { ChaosInstance } from '../instance'
import { clientPortsOf, familyOf, killFamily } from '../processes'
import { type Strike, struck } from './strike'

const backWithinMs = 60_000

const pidsOf = async (instance: ChaosInstance): Promise<number[]> => {
  const pids = await Promise.all(proxiesOf(instance).map((name) => pidOfContainer(instance, name)))
  return pids.filter((pid) => pid !== null)
}

/** Only the connections that it had are lost; the other one has all new ones at once. */
export const killOneProxy: Strike = async ({ instance, dice }) => {
  const [victim, other] = dice.shuffled(await pidsOf(instance))
  if (victim === undefined || other === undefined) throw new Error('there are not two proxies')
  const { from, until } = await killFamily(victim)
  const othersPorts = clientPortsOf(familyOf(other), instance.proxyPort)
  return struck(from, { losses: [{ cause: 'proxy', from, until, othersPorts }] })
}

export const killBothProxies: Strike = async ({ instance, done }) => {
  const killed = await Promise.all((await pidsOf(instance)).map(killFamily))
  done()
  const from = Math.min(...killed.map((one) => one.from))
  const dead = Math.max(...killed.map((one) => one.until))
  const good = await Promise.all(instance.apps.map(({ load }) => load.goodAfter(dead, backWithinMs)))
  const answered = good.filter((at) => at !== null)
  const until = answered.length === 0 ? dead : Math.min(...answered)
  return struck(from, {
    losses: [{ cause: 'both proxies', from, until }],
    gaps: instance.apps.map(({ name, load }, index) => ({
      app: name,
      ms: load.longestPause(from, good[index] ?? dead + backWithinMs),
    })),
    problems: instance.apps.flatMap(({ name }, index) =>
      good[index] === null ? [`${name} gave no good answer within 60 s of both proxies' end`] : [],
    ),
  })
}
