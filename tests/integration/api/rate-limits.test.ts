import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRedisRateLimiter } from '@/adapters/limits/redis-rate-limiter'
import { createRedis } from '@/adapters/queue/redis-connection'
import { instanceParts } from '@/runtime'
import { type ApiWorld, createApiWorld, problemIn } from '@/tests/support/api-world'
import { startThrowawayRedis } from '@/tests/support/redis'

let world: ApiWorld
let teamId: string
let token: string

beforeAll(async () => {
  world = await createApiWorld({
    GAPLESS_RATE_LIMIT: 'on',
    GAPLESS_RATE_TOKEN: '5',
    GAPLESS_RATE_ADDRESS: '3',
    GAPLESS_RATE_VISITOR: '4',
  })
  const team = await world.addTeam()
  teamId = team.teamId
  token = team.token
})
afterAll(() => world.close())

const apps = (as: string, ip = '192.0.2.1') =>
  world.call('GET', '/api/v1/apps', { token: as, headers: { 'x-forwarded-for': ip } })
const wrong = `gpl_${'a'.repeat(40)}`

describe('calls with a token', () => {
  it('say how many more there may be, and are refused with the seconds to wait', async () => {
    const answers = []
    for (let call = 0; call < 11; call += 1) answers.push(await apps(token))
    expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 10 }, () => 200), 429])
    expect(answers[0]?.headers.get('ratelimit-policy')).toBe('"token";q=10;w=120')
    expect(answers[0]?.headers.get('ratelimit')).toMatch(/^"token";r=9;t=\d+$/)
    expect(answers[10]?.headers.get('ratelimit')).toMatch(/^"token";r=0;t=\d+$/)
    const wait = Number(answers[10]?.headers.get('retry-after'))
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(12)
    const problem = await problemIn(answers[10] ?? new Response())
    expect(problem).toMatchObject({ code: 'rate_limited', detail: expect.stringContaining('5 a minute') })
  })

  it('are counted for each token by itself', async () => {
    expect((await apps(await world.addToken(teamId, 'viewer'))).status).toBe(200)
  })

  it('that change something change nothing once there were too many', async () => {
    const busy = await world.addToken(teamId, 'owner')
    for (let call = 0; call < 10; call += 1) await apps(busy)
    const before = await world.database.apiToken.count()
    const body = { name: 'more', role: 'viewer' }
    expect((await world.call('POST', '/api/v1/tokens', { token: busy, body })).status).toBe(429)
    expect(await world.database.apiToken.count()).toBe(before)
  })
})

describe('calls with a wrong token', () => {
  it('are limited by address, and do not lock out who has a right one', async () => {
    const statuses = []
    for (let call = 0; call < 7; call += 1) statuses.push((await apps(wrong, '192.0.2.9')).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429])
    expect((await apps(wrong, '192.0.2.10')).status).toBe(401)
    expect((await apps(await world.addToken(teamId, 'viewer'), '192.0.2.9')).status).toBe(200)
  })

  it('from one IPv6 network are from one address', async () => {
    for (let call = 0; call < 6; call += 1) await apps(wrong, `2001:db8:1:2::${call}`)
    expect((await apps(wrong, '2001:db8:1:2:9::1')).status).toBe(429)
  })
})

describe('the counting', () => {
  it('is the same for all processes, and gives back with time', async () => {
    const redis = await startThrowawayRedis()
    const [one, two] = [createRedis(redis.url), createRedis(redis.url)]
    await Promise.all([one.ping(), two.ping()])
    const limiters = [createRedisRateLimiter(one, 'a'), createRedisRateLimiter(two, 'a')]
    const rate = { perMinute: 6000, burst: 50 }
    const taken = await Promise.all(
      Array.from({ length: 400 }, (_, call) => limiters[call % 2]?.take('shared', { ...rate, perMinute: 1 })),
    )
    expect(taken.filter((state) => state?.waitSeconds === 0)).toHaveLength(50)
    for (let call = 0; call < 50; call += 1) await limiters[0]?.take('quick', rate)
    // Every 10 ms there is room for one more: sooner or later one gets through.
    await expect.poll(async () => (await limiters[1]?.take('quick', rate))?.waitSeconds).toBe(0)
    await redis.stop()
    expect(await limiters[0]?.take('shared', rate)).toBeNull()
    one.disconnect()
    two.disconnect()
  })

  it('stops with Redis, and nobody is refused for it', async () => {
    instanceParts().redis.disconnect()
    for (let call = 0; call < 12; call += 1) expect((await apps(token)).status).toBe(200)
  })
})
