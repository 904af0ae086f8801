import { cancelDeployment } from '@/services/deployments/cancel-deployment'
import { drainReplicas } from '@/services/deployments/drain-replicas'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { reconcileHost } from '@/services/reconcile/reconcile-host'
import { createMortalWorker, type MortalWorker } from '../mortal-worker'
import { expireLease } from '../take-over'
import type { SimulatedWorld } from './world'

export const faults = [
  'worker killed',
  'worker stalled',
  'one proxy restarted',
  'both proxies restarted',
  'old replica ended',
  'new replica ended',
  'engine away',
  'proxies away',
  'cancelled',
  'old release asked for',
  'newer release asked for',
] as const
export type FaultKind = (typeof faults)[number]

/** Something that happens at the `at`-th step of whichever worker is at work. */
export interface Fault {
  at: number
  kind: FaultKind
}

export interface Scenario {
  appId: string
  /** Of the release that serves when it begins. */
  oldReleaseId: string
  key: number
  faults: readonly Fault[]
}

const neverStops = new AbortController().signal
/** More workers than any scenario has faults. */
const mostRounds = 60
/** No fault lasts longer than that. */
const mostLooks = 3

/** Plays a deployment that has been queued, with its faults, until nothing is left to do. Returns what went wrong. */
export const play = async (world: SimulatedWorld, scenario: Scenario): Promise<string[]> => {
  const { ctx, engine, proxies } = world
  const wrong: string[] = []
  const open = [...scenario.faults].sort((one, other) => one.at - other.at)
  const stalled: { worker: MortalWorker; working: Promise<unknown> }[] = []
  const requests: Promise<unknown>[] = []
  let steps = 0

  const containersOf = (isOld: boolean) =>
    [...engine.containers.values()].filter(
      ({ spec }) =>
        spec.labels['gapless.app'] === scenario.appId &&
        (spec.labels['gapless.release'] === scenario.oldReleaseId) === isOld,
    )
  /** While the old release has a healthy replica, each proxy has somewhere to send a request. */
  const look = (where: string): void => {
    const isAlive = containersOf(true).some((one) => one.status === 'running')
    if (!isAlive) return
    proxies.serves(scenario.key).forEach((serves, index) => {
      if (!serves) wrong.push(`proxy ${index} had nowhere to send a request at step ${steps}, ${where}`)
    })
  }
  const ask = (request: Promise<unknown>): void => void requests.push(request.catch(() => undefined))
  const newest = () =>
    ctx.db.deployment.findFirstOrThrow({ where: { appId: scenario.appId }, orderBy: { number: 'desc' } })
  const begin = (what: { image?: string; releaseId?: string }) =>
    startDeployment({ ctx, input: { appId: scenario.appId, trigger: 'api', ...what } })
  /** True when the worker ends here. */
  const happen = (kind: FaultKind): boolean => {
    if (kind === 'worker killed' || kind === 'worker stalled') return true
    if (kind === 'one proxy restarted') proxies.both[steps % 2]?.restart()
    if (kind === 'both proxies restarted') for (const proxy of proxies.both) proxy.restart()
    if (kind === 'engine away') engine.awayFor = 3
    if (kind === 'proxies away') proxies.awayFor = 3
    if (kind === 'cancelled') ask(newest().then(({ id }) => cancelDeployment({ ctx, input: { deploymentId: id } })))
    if (kind === 'old release asked for') ask(begin({ releaseId: scenario.oldReleaseId }))
    if (kind === 'newer release asked for') ask(begin({ image: 'good:v3' }))
    if (kind === 'old replica ended' || kind === 'new replica ended') {
      const [one] = containersOf(kind === 'old replica ended').filter(({ status }) => status === 'running')
      if (one) engine.end(one.spec.name)
    }
    return false
  }

  /** Does something in a worker of its own, until it is done or the worker has died. */
  const inWorker = async (act: (worker: MortalWorker) => Promise<unknown>): Promise<void> => {
    let isStalling = false
    const worker = createMortalWorker(ctx, (call, phase) => {
      if (phase === 'after') look(call)
      steps += 1
      const due = open[0]
      if (!due || steps < due.at) return false
      open.shift()
      isStalling = due.kind === 'worker stalled'
      const dies = happen(due.kind)
      look(due.kind)
      return dies
    })
    // What fails is found again in the database, as the hand-over of open work does.
    const working = act(worker).catch(() => undefined)
    const hasDied = await Promise.race([working.then(() => false), worker.died.then(() => true)])
    if (hasDied && isStalling) stalled.push({ worker, working })
    if (hasDied) await expireLease(ctx, scenario.appId)
  }

  const round = async (): Promise<void> => {
    await inWorker(({ ctx: own }) =>
      runNextDeployment({ ctx: own, input: { appId: scenario.appId, owner: `w${steps}`, stopping: neverStops } }),
    )
    await Promise.all(requests)
    const pending = await ctx.db.deployment.findMany({ where: { appId: scenario.appId, drainState: 'pending' } })
    for (const { id } of pending) {
      const stopping = new AbortController()
      const drain = inWorker(({ ctx: own }) =>
        drainReplicas({ ctx: own, input: { deploymentId: id, stopping: stopping.signal } }),
      )
      const within = (ms: number) => Promise.race([drain.then(() => true), ctx.clock.wait(ms).then(() => false)])
      // One that waits for proxies which were led astray ends once they are led back. The reconciler comes every minute: a
      // look that finds the host away is not its last.
      let isOver = await within(4000)
      for (let looks = 0; !isOver && looks < mostLooks; looks += 1) {
        await inWorker(({ ctx: own }) => reconcileHost(own, world.hostId))
        isOver = await within(20_000)
      }
      if (!isOver) wrong.push('a drain did not come to an end')
      stopping.abort(new Error('it took too long'))
      await drain
    }
  }
  const isQuiet = async (): Promise<boolean> =>
    (await ctx.db.deployment.count({
      where: { appId: scenario.appId, OR: [{ finishedAt: null }, { drainState: 'pending' }] },
    })) === 0

  let rounds = 0
  do await round()
  while (!(await isQuiet()) && ++rounds < mostRounds && wrong.length === 0)
  if (rounds >= mostRounds) wrong.push('it did not come to an end')
  for (const { worker, working } of stalled) {
    worker.wake()
    await working
  }
  // Once for what the faults left, and at least once without any.
  open.length = 0
  engine.awayFor = 0
  proxies.awayFor = 0
  await reconcileHost(ctx, world.hostId)
  await Promise.all(requests)
  if (!(await isQuiet())) await round()
  look('at the end')
  return [...new Set(wrong)]
}
