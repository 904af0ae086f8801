import { setTimeout as wait } from 'node:timers/promises'
import { failureSchema } from '@/core/deployments/schema'
import { event } from '../event'
import { createDice } from './dice'
import { type ChaosApp, type ChaosInstance, firstVersion } from './instance'
import { armMoment } from './moment'
import { countFailed, firstAndLast, momentInWords, type Outcome } from './outcome'
import type { PlannedDeployment, Round } from './plan'
import { preDeployProblems } from './pre-deploy-runs'
import { brokenBy, strikes } from './strikes/all'
import type { Struck } from './strikes/strike'
import { awaitEnd, awaitEquality } from './waiting'

interface Running {
  planned: PlannedDeployment
  app: ChaosApp
  id: string
  version: string
  previousReleaseId: string
}

/** Counters of an app's load when the round began. */
interface Before {
  requests: number
  failures: number
}

/** Plays rounds on the instance, one after the other. */
export const createPlayer = (instance: ChaosInstance, seed: number): ((round: Round) => Promise<Outcome[]>) => {
  /** The release that a version belongs to. */
  const releases = new Map<string, string>()
  const learn = async (deploymentId: string, version: string | null): Promise<void> => {
    const { releaseId } = await instance.truth.deployment(deploymentId)
    if (version !== null && releaseId !== null) releases.set(version, releaseId)
  }
  const learnFirst = async (): Promise<void> => {
    for (const app of instance.apps) {
      const { currentReleaseId } = await instance.calls.app(app.id)
      if (currentReleaseId !== null) releases.set(firstVersion(app.index), currentReleaseId)
    }
  }
  return async (round) => {
    if (releases.size === 0) await learnFirst()
    const before = new Map(instance.apps.map((app) => [app, countersOf(app)]))
    const running = await Promise.all(round.deployments.map((planned) => prepare(instance, seed, round, planned)))
    const struck = await run(instance, seed, round, running)
    const ends = await Promise.all(
      struck.map(({ one, strike }) => awaitEnd(instance, { id: one.id, fault: one.planned.fault }, strike)),
    )
    for (const { one, strike } of struck) {
      for (const each of [one, ...strike.further]) await learn(each.id, each.version)
    }
    const equality = await awaitEquality(instance, (version) => releases.get(version) ?? `an unknown one (${version})`)
    const bystanders = instance.apps.filter((app) => !running.some((one) => one.app === app))
    return Promise.all(
      struck.map(async ({ one, strike }, index): Promise<Outcome> => {
        const isFirst = index === 0
        const counted = countOf(isFirst ? [one.app, ...bystanders] : [one.app], before, struck)
        const { status, finishedAt, failure } = await instance.truth.deployment(one.id)
        const newer = strike.further.flatMap(({ id, version }) => (version === null ? [] : [{ id, version }]))
        return {
          round: round.number,
          app: one.app.name,
          fault: one.planned.fault,
          moment: momentInWords(one.planned, round),
          status,
          secondsToEnd: finishedAt && Math.max(0, finishedAt.getTime() - strike.at) / 1000,
          requests: counted.requests,
          ours: counted.ours,
          apart: counted.apart,
          gapsMs: isFirst || round.scope === 'app' ? strike.gaps.map(({ ms }) => ms) : [],
          secondsToEqual: equality.seconds,
          problems: [
            ...(counted.when === null ? [] : [`requests failed from ${counted.when}: ${JSON.stringify(counted.ours)}`]),
            ...(ends[index] ?? []),
            ...(await runsAmiss(instance, one.app, [one, ...newer])),
            ...(isFirst || round.scope === 'app' ? strike.problems : []),
            ...(isFirst ? equality.left : []),
          ],
          notes: [
            ...(failure === null ? [] : [`${status}: ${failureSchema.parse(failure).message}`]),
            ...(isFirst ? equality.late.map((what) => `for more than 5 s: ${what}`) : []),
          ],
        }
      }),
    )
  }
}

const runsAmiss = async (
  instance: ChaosInstance,
  app: ChaosApp,
  deployments: readonly { id: string; version: string }[],
): Promise<string[]> => {
  const ended = deployments.map(async ({ id, version }) => ({
    version,
    status: (await instance.truth.deployment(id)).status,
  }))
  return preDeployProblems(instance, app, await Promise.all(ended))
}

const countersOf = ({ load }: ChaosApp): Before => ({ requests: load.requests(), failures: load.failures().length })

const countOf = (
  apps: readonly ChaosApp[],
  before: ReadonlyMap<ChaosApp, Before>,
  struck: readonly { strike: Struck }[],
) => {
  const losses = struck.flatMap(({ strike }) => strike.losses)
  const failures = apps.flatMap((app) => app.load.failures().slice(before.get(app)?.failures ?? 0))
  const requests = apps.reduce((sum, app) => sum + app.load.requests() - (before.get(app)?.requests ?? 0), 0)
  return { requests, ...countFailed(failures, losses), when: firstAndLast(failures, losses) }
}

const prepare = async (
  { calls, apps }: ChaosInstance,
  seed: number,
  round: Round,
  planned: PlannedDeployment,
): Promise<Running> => {
  const app = apps[planned.app]
  if (!app) throw new Error(`there is no app ${planned.app}`)
  const version = `s${seed}-r${round.number}-${app.index}`
  await calls.changeApp(app.id, { env: { VERSION: version, BROKEN: brokenBy(planned.fault) } })
  const { currentReleaseId } = await calls.app(app.id)
  return { planned, app, id: '', version, previousReleaseId: currentReleaseId ?? '' }
}

/** Asks for the deployments and lets the faults strike: one for each deployment, or one that all of them share. */
const run = async (
  instance: ChaosInstance,
  seed: number,
  round: Round,
  running: readonly Running[],
): Promise<{ one: Running; strike: Struck }[]> => {
  const start = async (one: Running): Promise<void> => {
    await wait(one.planned.startAfterMs)
    one.id = await instance.calls.deploy(one.app.id)
  }
  const strikeAt = async (one: Running, index: number): Promise<{ one: Running; strike: Struck }> => {
    const moment = await armMoment(instance.truth, one.app.id, one.planned.moment)
    try {
      await start(one)
      await moment.reached(one.id)
      const done = event()
      const strike = strikes[one.planned.fault]({
        instance,
        app: one.app,
        deploymentId: one.id,
        previousReleaseId: one.previousReleaseId,
        version: one.version,
        dice: createDice(seed * 1013 + round.number * 31 + index),
        done: done.happen,
      })
      // What lasts must not hold the worker back.
      await Promise.race([done.happened, strike])
      await moment.passed()
      return { one, strike: await strike }
    } finally {
      await moment.passed()
    }
  }
  const [aimed, ...others] = running
  if (round.scope === 'app' || !aimed) return Promise.all(running.map(strikeAt))
  const [shared] = await Promise.all([strikeAt(aimed, 0), ...others.map(start)])
  return running.map((one) => ({ one, strike: shared.strike }))
}
