import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { Fault } from './fault'
import { home } from './home'
import { type Instance, keepInstance, type Secrets } from './identity'
import { type DataService, logFile, type ProcessSpec } from './managed-process'
import { findProgram, type Need } from './packages'
import { freePort } from './ports'
import { writePrivate } from './private-file'

const READY_TIMEOUT_MS = 30_000
export const REDIS_NEED: Need = {
  programs: ['redis-server'],
  packages: ['redis-server'],
  why: 'Redis carries the job queues',
}

/** Writes the configuration of a Redis of our own (append-only file, password, this machine only). */
export async function prepareRedis(instance: Instance, secrets: Secrets): Promise<DataService> {
  const port = await freePort(instance.redisPort)
  if (port !== instance.redisPort) {
    instance.redisPort = port
    keepInstance(instance)
  }
  mkdirSync(home.redis, { recursive: true, mode: 0o700 })
  const configuration = join(home.redis, 'redis.conf')
  // The password stands here and not in the arguments, which every user of the machine can read.
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${secrets.redisPassword}`,
    `dir "${home.redis}"`,
    'daemonize no',
    'appendonly yes',
    'appendfsync everysec',
    'maxmemory-policy noeviction',
    'save ""',
  ]
  writePrivate(configuration, `${lines.join('\n')}\n`)
  const url = `redis://:${secrets.redisPassword}@127.0.0.1:${port}`
  const process: ProcessSpec = {
    name: 'redis',
    command: findProgram('redis-server') ?? 'redis-server',
    args: [configuration],
    cwd: home.redis,
    env: { LC_ALL: 'C' },
    stopSignal: 'SIGTERM',
    graceMs: 10_000,
  }
  return { process, url, ready: () => waitUntilReady(url) }
}

async function waitUntilReady(url: string): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => 25, maxRetriesPerRequest: null })
  redis.on('error', () => {}) // Not listening yet.
  const timeout = setTimeout(() => redis.disconnect(), READY_TIMEOUT_MS)
  try {
    // While it loads its file it refuses commands; ioredis waits for the end of that.
    await redis.ping()
  } catch {
    throw new Fault(`Redis did not start within 30 s; see ${logFile('redis')}.`)
  } finally {
    clearTimeout(timeout)
    redis.disconnect()
  }
}
