import { createDice, type Dice } from './dice'

/** Faults of the whole instance: every deployment of the round meets them, each at another moment of its own. */
export const instanceFaults = [
  'worker killed',
  'worker killed beside another',
  'worker stopped for long',
  'web and worker killed',
  'Redis flushed',
  'Redis killed',
  'Postgres killed',
  'Postgres restarted',
  'one proxy killed',
  'both proxies killed',
  'engine restarted',
  'engine killed',
] as const
type InstanceFault = (typeof instanceFaults)[number]

/** Faults of one app: the deployments of the round have one each. */
export const appFaults = [
  'none',
  'old replica killed',
  'new replica killed',
  'cancelled',
  'previous redeployed while verifying',
  'previous redeployed while draining',
  'newer ones queued',
  'never healthy',
  'crashes after the shift',
] as const
type AppFault = (typeof appFaults)[number]
export type FaultName = InstanceFault | AppFault

/** What is written down of a deployment, in order; `succeeded` begins the draining, which ends as `drained`. */
export const journaled = [
  'preparing',
  'pre_deploy',
  'starting',
  'checking',
  'shifting',
  'verifying',
  'succeeded',
  'drained',
] as const
export type Journaled = (typeof journaled)[number]

/** When a fault strikes. */
export type Moment =
  /** As soon as the step is written down as begun: before its effect. */
  | { at: 'before'; step: Journaled }
  /** When its effect is there, and what follows is about to be written down: it never is. */
  | { at: 'after'; step: Journaled }
  | { at: 'time'; afterMs: number }

export interface PlannedDeployment {
  /** Index of the app. */
  app: number
  fault: FaultName
  /** After the round's first deployment was asked for. */
  startAfterMs: number
  moment: Moment
}

export interface Round {
  number: number
  scope: 'instance' | 'app'
  /** The moment of an instance's fault is that of the first one. */
  deployments: PlannedDeployment[]
}

/** How often an instance's fault comes in one deck; `app` is a round of app faults. */
const weights: Record<InstanceFault | 'app', number> = {
  'worker killed': 10,
  'worker killed beside another': 3,
  'worker stopped for long': 1,
  'web and worker killed': 3,
  'Redis flushed': 2,
  'Redis killed': 2,
  'Postgres killed': 2,
  'Postgres restarted': 1,
  'one proxy killed': 3,
  'both proxies killed': 2,
  'engine restarted': 1,
  'engine killed': 1,
  app: 9,
}

const steps = journaled.slice(0, -1)

/** A worker dies before and after every step; twice at any time. */
const deaths: readonly FaultName[] = ['worker killed', 'worker killed beside another', 'web and worker killed']
const deathMoments = [
  ...steps.flatMap((step): Moment[] => [
    { at: 'before', step },
    { at: 'after', step },
  ]),
  null,
  null,
]

const anyTime = (dice: Dice, atMost = 5000): Moment => ({ at: 'time', afterMs: Math.round(dice.between(0, atMost)) })

const momentOf = (fault: FaultName, isLone: boolean, dice: Dice): Moment => {
  switch (fault) {
    case 'none':
    case 'never healthy':
    case 'crashes after the shift':
      return { at: 'time', afterMs: 0 }
    case 'old replica killed':
      return anyTime(dice, 3500)
    case 'new replica killed':
      // Once verified it has no standby any more: alone, its death is an outage that nobody can prevent.
      return {
        at: 'before',
        step: dice.oneOf(['checking', 'shifting', 'verifying', isLone ? 'verifying' : 'succeeded']),
      }
    case 'cancelled':
      return dice.oneOf([anyTime(dice, 4000), { at: 'before', step: dice.oneOf(steps.slice(0, -1)) }])
    case 'previous redeployed while verifying':
      return { at: 'before', step: 'verifying' }
    case 'previous redeployed while draining':
      return { at: 'before', step: 'succeeded' }
    case 'newer ones queued':
      // Until it is prepared a deployment has no release of its own: it would take on what the newer ones change.
      return { at: 'before', step: dice.oneOf(steps.slice(1, -1)) }
    case 'worker stopped for long':
      return { at: dice.oneOf(['before', 'after'] as const), step: dice.oneOf(steps) }
    case 'Postgres killed':
    case 'Postgres restarted':
      // A step cannot be held back by a database that goes away.
      return dice.oneOf([anyTime(dice), { at: 'before', step: dice.oneOf(steps) }])
    default: {
      const step = dice.oneOf(steps)
      return dice.oneOf([anyTime(dice), { at: 'before', step }, { at: 'after', step }])
    }
  }
}

/** Deals the cards of one deck after the other. */
const dealer = <Card>(dice: Dice, cards: readonly Card[]): (() => Card) => {
  let deck: Card[] = []
  return () => {
    if (deck.length === 0) deck = dice.shuffled(cards)
    const card = deck.pop()
    if (card === undefined) throw new Error('the deck is empty')
    return card
  }
}

/** Even apps have two replicas. Where there is only one, its death is an outage that nobody can prevent. */
export const replicasOf = (app: number): number => (app % 2 === 0 ? 2 : 1)

/** Lets the old replica die in an app that has another. */
const spared = (apps: readonly number[], faults: readonly FaultName[]): FaultName[] => {
  const dealt = apps.map((_, index) => faults[index] ?? faults[0] ?? 'none')
  const isLone = (index: number): boolean => dealt[index] === 'old replica killed' && replicasOf(apps[index] ?? 0) === 1
  for (const index of dealt.keys()) {
    if (!isLone(index)) continue
    const other = apps.findIndex((app, at) => replicasOf(app) > 1 && dealt[at] !== 'old replica killed')
    dealt[index] = dealt[other] ?? 'none'
    if (other >= 0) dealt[other] = 'old replica killed'
  }
  return dealt
}

const roundOf = (
  number: number,
  seed: number,
  apps: readonly number[],
  faults: readonly FaultName[],
  aimedAt: Moment | null = null,
): Round => {
  // Of its own, so that a round can be played again without the ones before it.
  const dice = createDice(seed * 1009 + number)
  const dealt = spared(apps, faults)
  return {
    number,
    scope: instanceFaults.some((fault) => fault === faults[0]) ? 'instance' : 'app',
    deployments: apps.map((app, index) => {
      const fault = dealt[index] ?? 'none'
      const startAfterMs = index === 0 ? 0 : Math.round(dice.between(0, 2500))
      const drawn = momentOf(fault, replicasOf(app) === 1, dice)
      return { app, fault, startAfterMs, moment: (index === 0 ? aimedAt : null) ?? drawn }
    }),
  }
}

/**
 * As many rounds as it takes for `count` deployments. Every kind of fault comes in the first deck, and so does a worker's
 * death before and after every step.
 */
export const planRounds = (input: { seed: number; count: number; apps: number }): Round[] => {
  const dice = createDice(input.seed)
  const cards = Object.entries(weights).flatMap(([name, weight]) => Array.from({ length: weight }, () => name))
  const nextCard = dealer(dice, cards)
  const nextAppFault = dealer(dice, appFaults)
  const nextDeath = dealer(dice, deathMoments)
  const rounds: Round[] = []
  for (let planned = 0; planned < input.count; planned += input.apps) {
    const apps = dice.shuffled(Array.from({ length: input.apps }, (_, app) => app))
    const card = nextCard()
    const instance = instanceFaults.find((fault) => fault === card)
    const faults = instance ? [instance] : apps.map(() => nextAppFault())
    const aimedAt = deaths.some((death) => death === instance) ? nextDeath() : null
    rounds.push(roundOf(rounds.length + 1, input.seed, apps, faults, aimedAt))
  }
  return rounds
}

/** Every kind of fault once: those of the instance with one deployment each, those of apps side by side. */
export const planEachOnce = (input: { seed: number; apps: number }): Round[] => {
  const dice = createDice(input.seed)
  const apps = Array.from({ length: input.apps }, (_, app) => app)
  const faults = dice.shuffled(appFaults)
  const rounds: Round[] = []
  const add = (some: readonly number[], kinds: readonly FaultName[]): void => {
    rounds.push(roundOf(rounds.length + 1, input.seed, some, kinds))
  }
  for (let first = 0; first < faults.length; first += input.apps) {
    const kinds = faults.slice(first, first + input.apps)
    add(apps.slice(0, kinds.length), kinds)
  }
  for (const fault of dice.shuffled(instanceFaults)) add([dice.oneOf(apps)], [fault])
  return rounds
}
