import { setTimeout as wait } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { RateLimiter, RateState } from '@/core/ports/rate-limiter'

/**
 * One number for each name: when all that was taken will have been made up for (GCRA). One round trip, by Redis' own
 * clock, and nobody comes in between.
 */
const takeScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local interval = 60000 / tonumber(ARGV[1])
local burst = tonumber(ARGV[2]) * interval
local full = math.max(now, tonumber(redis.call('GET', KEYS[1]) or '0'))
if full + interval - burst > now then
  return { math.ceil(full + interval - burst - now), 0, math.ceil(full - now) }
end
full = full + interval
redis.call('SET', KEYS[1], full, 'PX', math.ceil(full - now))
return { 0, math.floor((burst - (full - now)) / interval), math.ceil(full - now) }`

/** A Redis that takes longer than this is as good as away. */
const patienceMs = 1000

/** Counts in Redis under the instance's own prefix. While Redis is away nothing is counted, and all goes on. */
export const createRedisRateLimiter = (redis: Redis, instanceId: string): RateLimiter => ({
  take: async (name, { perMinute, burst }) => {
    if (redis.status !== 'ready') return null
    const key = `gapless-${instanceId}:rate:${name}`
    const taken = redis.eval(takeScript, 1, key, perMinute, burst).catch(() => null)
    return stateOf(await Promise.race([taken, wait(patienceMs, null, { ref: false })]))
  },
})

/** For an instance that limits nothing. */
export const noRateLimiter: RateLimiter = { take: async () => null }

const stateOf = (answer: unknown): RateState | null => {
  if (!Array.isArray(answer)) return null
  const [waitMs, remaining, fullMs] = answer.map(Number)
  if (waitMs === undefined || remaining === undefined || fullMs === undefined) return null
  return { waitSeconds: Math.ceil(waitMs / 1000), remaining, fullInSeconds: Math.ceil(fullMs / 1000) }
}
