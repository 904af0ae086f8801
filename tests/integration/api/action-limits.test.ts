import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { runAccountAction, runPublicAction } from '@/app/_server/account-action'
import { instanceParts } from '@/runtime'
import { type ApiWorld, createApiWorld } from '@/tests/support/api-world'

// Who asks, as Next and the cookie would say.
const caller = { ip: '192.0.2.1', userId: 'ada' }
vi.mock('next/headers', () => ({ headers: async () => new Headers({ 'x-forwarded-for': caller.ip }) }))
vi.mock('@/app/_server/session', () => ({ requireAccount: async () => ({ ...caller, sessionId: 'one' }) }))

let world: ApiWorld

beforeAll(async () => {
  world = await createApiWorld({ GAPLESS_RATE_LIMIT: 'on', GAPLESS_RATE_USER: '3', GAPLESS_RATE_ADDRESS: '2' })
  // Without Redis nothing is counted.
  await vi.waitFor(() => expect(instanceParts().redis.status).toBe('ready'))
})
afterAll(() => world.close())

const refusal = expect.objectContaining({ ok: false, message: expect.stringMatching(/too many requests: \d a minute/) })
const done = { ok: true, data: 'done' }

/** What the first so many calls were answered with, and how many of them did something. */
const call = async (run: (work: () => Promise<string>) => Promise<unknown>, times: number) => {
  let did = 0
  const work = async () => {
    did += 1
    return 'done'
  }
  const answers = []
  for (let index = 0; index < times; index += 1) answers.push(await run(work))
  return { answers, did }
}

describe('actions about an account', () => {
  it('are counted for each person, and do nothing once there were too many', async () => {
    const { answers, did } = await call(runAccountAction, 7)
    expect(answers).toEqual([done, done, done, done, done, done, refusal])
    expect(did).toBe(6)
    caller.userId = 'mary'
    expect((await call(runAccountAction, 1)).answers).toEqual([done])
  })
})

describe('actions before somebody is signed in', () => {
  it('are counted for each address, and do nothing once there were too many', async () => {
    const { answers, did } = await call(runPublicAction, 5)
    expect(answers).toEqual([done, done, done, done, refusal])
    expect(did).toBe(4)
    caller.ip = '192.0.2.2'
    expect((await call(runPublicAction, 1)).answers).toEqual([done])
  })

  it('are not used up by wrong tokens from the same network', async () => {
    caller.ip = '192.0.2.3'
    const headers = { 'x-forwarded-for': caller.ip }
    const wrong = () => world.call('GET', '/api/v1/apps', { token: `gpl_${'a'.repeat(40)}`, headers })
    for (let index = 0; index < 4; index += 1) await wrong()
    expect((await wrong()).status).toBe(429)
    expect((await call(runPublicAction, 1)).answers).toEqual([done])
  })
})
