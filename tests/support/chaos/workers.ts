import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Place } from '../platform'
import { environmentOf, pidOf } from '../platform-state'
import { isAlive } from './processes'
import type { Truth } from './truth'

const project = join(import.meta.dirname, '../../..')
const readyWithinMs = 30_000

/** A worker process beside the one that bin/up runs. */
export interface SecondWorker {
  child: ChildProcess
  stop(): Promise<void>
}

/** Starts another worker of the instance, set as its own one is; resolves when it takes jobs. */
export const startSecondWorker = async (place: Place): Promise<SecondWorker> => {
  await runningWorker(place)
  const { GAPLESS_BUILD: build = '', ...environment } = environmentOf(place, 'worker')
  const env = { ...environment, GAPLESS_BUILD: build, NODE_ENV: 'production' as const }
  const path = join(place.home, 'logs/second-worker.log')
  const log = openSync(path, 'a', 0o600)
  const offset = readFileSync(path, 'utf8').length
  const script = join(project, 'dist', build, 'worker.mjs')
  const child = spawn(process.execPath, ['--enable-source-maps', script], {
    cwd: project,
    env,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const exit = once(child, 'exit')
  const giveUpAt = performance.now() + readyWithinMs
  while (!readFileSync(path, 'utf8').slice(offset).includes('the worker takes jobs')) {
    if (child.exitCode !== null || performance.now() > giveUpAt) throw new Error('the second worker did not start')
    await wait(50)
  }
  return {
    child,
    stop: async () => {
      child.kill('SIGKILL')
      await exit
    },
  }
}

/** The worker that bin/up runs; awaited where it is being started again. */
const runningWorker = async (place: Place): Promise<number> => {
  for (const giveUpAt = performance.now() + readyWithinMs; performance.now() < giveUpAt; await wait(20)) {
    const pid = pidOf(place, 'worker')
    if (pid !== null && isAlive(pid)) return pid
  }
  throw new Error('bin/up runs no worker')
}

/** The worker that holds the app's lease; without one, that of bin/up. */
export const workerOf = async (truth: Truth, place: Place, appId: string): Promise<number> => {
  const lease = await truth.ask((database) => database.appLease.findUnique({ where: { appId } }))
  const pid = Number(lease?.owner.split('-')[0])
  const holds = lease !== null && lease.expiresAt.getTime() > Date.now() && Number.isInteger(pid) && isAlive(pid)
  return holds ? pid : runningWorker(place)
}
