import { Redis } from 'ioredis'
import { environmentOf, type ProcessName, pidOf } from '../../platform-state'
import { now } from '../now'
import { killFamily } from '../processes'
import { type Strike, struck } from './strike'

/** Kills these processes at once; bin/up starts them again. */
export const killProcesses =
  (...names: readonly ProcessName[]): Strike =>
  async ({ instance }) => {
    const pids = names.flatMap((name) => pidOf(instance.place, name) ?? [])
    const killed = await Promise.all(pids.map(killFamily))
    return struck(Math.min(...killed.map(({ from }) => from)))
  }

/** All that Redis knew is gone: queues, locks, live events. */
export const flushRedis: Strike = async ({ instance }) => {
  const redis = new Redis(environmentOf(instance.place, 'web').REDIS_URL ?? '')
  await redis.flushall()
  redis.disconnect()
  return struck(now())
}

/** Ends every session at once, as an upgrade of the database would. */
export const restartPostgres: Strike = async ({ instance }) => {
  const pid = pidOf(instance.place, 'postgres')
  if (pid !== null) process.kill(pid, 'SIGINT')
  return struck(now())
}
