import { setTimeout as wait } from 'node:timers/promises'
import type Dockerode from 'dockerode'
import { Redis } from 'ioredis'
import { environmentOf, type ProcessName, pidOf } from '../platform-state'
import type { ChaosInstance } from './instance'
import type { PrivateEngine } from './private-engine'

/** What is to be excused: requests that were under way, or that found nobody, because of what was killed. */
export interface Excuse {
  /** Epoch milliseconds; a request counts apart if it was under way in this time. */
  from: number
  to: number
}

/** What a fault did. */
export interface Struck {
  at: number
  excuses: Excuse[]
  /** To be called when the deployment has ended. */
  after?: () => Promise<void>
  /** How long the engine was away, in ms. */
  engineAwayMs?: number
}

interface Target {
  instance: ChaosInstance
  engine: PrivateEngine | null
  appId: string
  deploymentId: string
  /** The release that served when it began. */
  oldReleaseId: string
}

type Strike = (target: Target) => Promise<Struck>

const now = (): number => performance.timeOrigin + performance.now()
/** A killed process' own connections are told within this; on loopback it takes a millisecond. */
const ownMs = 300
/** From when a killed proxy is gone until Docker has started it again, at the longest. */
const bothProxiesMs = 3000
/** Past its lease of 10 s. */
const stallMs = 70_000

const killProcesses =
  (signal: NodeJS.Signals, ...names: ProcessName[]): Strike =>
  async ({ instance }) => {
    const pids = names.map((name) => pidOf(instance.place, name)).filter((pid) => pid !== null)
    for (const pid of pids) process.kill(pid, signal)
    return { at: now(), excuses: [] }
  }

const killContainers = async (docker: Dockerode, names: readonly string[]): Promise<number> => {
  const pids = await Promise.all(
    names.map(async (name) =>
      docker
        .getContainer(name)
        .inspect()
        .then(({ State }) => (State.Running ? State.Pid : null))
        .catch(() => null),
    ),
  )
  const at = now()
  for (const pid of pids) if (pid) process.kill(pid, 'SIGKILL')
  return at
}

const proxies = async ({ instance: { docker, id } }: Target): Promise<string[]> => {
  const label = ['gapless.role=proxy', `gapless.instance=${id}`]
  const found = await docker.listContainers({ filters: { label } })
  return found.map((one) => one.Id)
}

const killReplica =
  (isOld: boolean): Strike =>
  async ({ instance, appId, oldReleaseId }) => {
    const replica = await instance.database.replica.findFirst({
      where: {
        appId,
        state: { in: ['ready', 'starting'] },
        releaseId: isOld ? oldReleaseId : { not: oldReleaseId },
      },
    })
    const at = await killContainers(instance.docker, replica ? [replica.containerName] : [])
    return { at, excuses: [{ from: at - ownMs, to: at + ownMs }] }
  }

/** Every fault by its name. */
export const strikes: Record<string, Strike> = {
  none: async () => ({ at: now(), excuses: [] }),
  'worker killed': killProcesses('SIGKILL', 'worker'),
  'web and worker killed': killProcesses('SIGKILL', 'web', 'worker'),
  'Redis killed': killProcesses('SIGKILL', 'redis'),
  'Redis flushed': async ({ instance }) => {
    const redis = new Redis(environmentOf(instance.place, 'web').REDIS_URL ?? '', { maxRetriesPerRequest: 1 })
    await redis.flushall()
    redis.disconnect()
    return { at: now(), excuses: [] }
  },
  // Immediate shutdown, as after a crash: nothing is waited for, and the log is replayed at the start.
  'PostgreSQL restarted': killProcesses('SIGQUIT', 'postgres'),
  'one proxy killed': async (target) => {
    const [first] = await proxies(target)
    const at = await killContainers(target.instance.docker, first ? [first] : [])
    return { at, excuses: [{ from: at - ownMs, to: at + ownMs }] }
  },
  'both proxies killed': async (target) => {
    const at = await killContainers(target.instance.docker, await proxies(target))
    return { at, excuses: [{ from: at - ownMs, to: at + bothProxiesMs }] }
  },
  'old replica killed': killReplica(true),
  'new replica killed': killReplica(false),
  'engine restarted': async ({ engine }) => {
    if (!engine) throw new Error('there is no engine to restart')
    const from = now()
    const engineAwayMs = await engine.restart('SIGTERM')
    // Until what the engine started again answers: measured by the requests themselves.
    return { at: from, excuses: [{ from, to: Number.POSITIVE_INFINITY }], engineAwayMs }
  },
  'worker stalled': async ({ instance }) => {
    const pid = pidOf(instance.place, 'worker')
    if (pid === null) throw new Error('there is no worker')
    const endSecond = await instance.secondWorker()
    process.kill(pid, 'SIGSTOP')
    const at = now()
    const woken = wait(stallMs).then(() => process.kill(pid, 'SIGCONT'))
    return {
      at,
      excuses: [],
      after: async () => {
        await woken
        // What it still meant to do, it does now.
        await wait(3000)
        await endSecond()
      },
    }
  },
  cancelled: async ({ instance, deploymentId }) => {
    // It may have ended by now; then there is nothing to cancel.
    await instance.call('POST', `/deployments/${deploymentId}/cancel`).catch(() => undefined)
    return { at: now(), excuses: [] }
  },
  'old release asked for': async ({ instance, appId, oldReleaseId }) => {
    await instance.call('POST', `/apps/${appId}/deployments`, { releaseId: oldReleaseId })
    return { at: now(), excuses: [] }
  },
  'newer release asked for': async ({ instance, appId }) => {
    await instance.call('POST', `/apps/${appId}/deployments`, {})
    return { at: now(), excuses: [] }
  },
}
