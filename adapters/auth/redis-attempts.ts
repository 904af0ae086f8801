import type { Redis } from 'ioredis'
import { GaplessError } from '@/core/errors'
import type { Attempts } from '@/core/ports/attempts'

/** Looks at all counters before it counts under any: one round trip, and nobody comes in between. */
const takeScript = `
local wait = 0
for i, key in ipairs(KEYS) do
  if tonumber(redis.call('GET', key) or '0') >= tonumber(ARGV[2 * i - 1]) then
    wait = math.max(wait, redis.call('TTL', key), 1)
  end
end
if wait > 0 then return wait end
for i, key in ipairs(KEYS) do
  if redis.call('INCR', key) == 1 then redis.call('EXPIRE', key, ARGV[2 * i]) end
end
return 0`

const giveBackScript = `
for _, key in ipairs(KEYS) do
  if tonumber(redis.call('GET', key) or '0') > 0 then redis.call('DECR', key) end
end
return 0`

/** Counters in Redis under the instance's own prefix. */
export const createRedisAttempts = (redis: Redis, instanceId: string): Attempts => {
  const full = (name: string): string => `gapless-${instanceId}:attempts:${name}`
  return {
    take: async (limits) => {
      const keys = limits.map((limit) => full(limit.name))
      const bounds = limits.flatMap((limit) => [limit.most, limit.seconds])
      return Number(await counted(() => redis.eval(takeScript, keys.length, ...keys, ...bounds)))
    },
    giveBack: async (limits) => {
      const keys = limits.map((limit) => full(limit.name))
      await counted(() => redis.eval(giveBackScript, keys.length, ...keys))
    },
    remember: async (name, seconds) => {
      await counted(() => redis.set(full(name), '1', 'EX', seconds))
    },
    remembers: async (name) => (await counted(() => redis.exists(full(name)))) === 1,
  }
}

/** Without counting, guessing would be free: then nobody signs in, and those who are stay so. */
const counted = async <Result>(call: () => Promise<Result>): Promise<Result> => {
  try {
    return await call()
  } catch (cause) {
    throw new GaplessError(
      'unavailable',
      'redis_unavailable',
      'This is not possible while Redis is away, for it cannot be counted.',
      {
        cause,
        retryAfterSeconds: 5,
      },
    )
  }
}
