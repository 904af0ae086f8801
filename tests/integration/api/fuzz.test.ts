import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiWorld, createApiWorld } from '@/tests/support/api-world'
import { runFuzz } from '@/tests/support/run-fuzz'
import { createUsableTeam } from '@/tests/support/usable-team'

let world: ApiWorld

// More of them, or the same again: bench/fuzz.ts.
const { FUZZ_REQUESTS: requests = '3000', FUZZ_SEED: seed } = process.env
const options = { requests: Number(requests), ...(seed === undefined ? {} : { seed: Number(seed) }) }

beforeAll(async () => {
  world = await createApiWorld({ GAPLESS_RATE_LIMIT: 'off' })
})
afterAll(() => world.close())

describe('the API under calls that make no sense', () => {
  it('never fails itself, and changes nothing for one that it refuses', async () => {
    const { teamId } = await createUsableTeam(world.database, 'fuzzed')
    const token = await world.addToken(teamId, 'owner')
    const { statuses, broken, changed, ...report } = await runFuzz(world, { teamId, token }, options)
    console.log(`seed ${report.seed}, answers ${JSON.stringify(statuses)}`)
    expect(broken).toEqual([])
    expect(changed).toEqual([])
    // Some are right by chance, or nothing behind the first check was ever tried.
    expect((statuses[200] ?? 0) + (statuses[201] ?? 0) + (statuses[204] ?? 0)).toBeGreaterThan(50)
  })
})
