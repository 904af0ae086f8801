import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { createDatabase } from '@/adapters/database/client'
import { createAesVault } from '@/adapters/vault/aes-vault'
import { newEncryptionKey } from '@/bin/lib/identity'
import { sealContexts } from '@/core/secrets/seal-contexts'
import { type Command, credentialsOf, newPlace, type Place, removePlace, run, up } from '../support/platform'
import {
  databaseUrlOf,
  isRunning,
  type ProcessName,
  pidOf,
  pidOfUp,
  processNames,
  secretsOf,
} from '../support/platform-state'

const health = async (place: Place): Promise<number> =>
  fetch(`${credentialsOf(place).url}/api/health`).then(
    (response) => response.status,
    () => 0,
  )

const pids = (place: Place) => processNames.map((name) => pidOf(place, name))

function kill(name: ProcessName): number {
  const pid = pidOf(place, name)
  if (pid === null) throw new Error(`${name} does not run`)
  process.kill(pid, 'SIGKILL')
  return pid
}

/** How long until `condition` holds. */
async function timeUntil(condition: () => boolean | Promise<boolean>, timeout: number): Promise<number> {
  const began = performance.now()
  await vi.waitUntil(condition, { interval: 10, timeout })
  return performance.now() - began
}

let place: Place
let command: Command

beforeAll(async () => {
  place = await newPlace()
  command = await up(place)
})
afterAll(() => removePlace(place))

describe('a running instance', () => {
  test('says so in one line of stdout and is healthy', async () => {
    expect(command.stdout()).toBe(`ready ${credentialsOf(place).url}\n`)
    expect(await health(place)).toBe(200)
    expect(pids(place).map(isRunning)).toEqual([true, true, true, true])
  })

  test('keeps its secrets to itself', () => {
    for (const name of ['secrets.json', 'initial-credentials.json', 'instance.json']) {
      expect(statSync(join(place.home, name)).mode & 0o777).toBe(0o600)
    }
    const secrets = secretsOf(place)
    expect(secrets.length).toBeGreaterThanOrEqual(7)
    const processes = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid))
    const written = [
      command.output(),
      ...readdirSync(join(place.home, 'logs')).map((name) => readFileSync(join(place.home, 'logs', name), 'utf8')),
      ...processes.map((pid) => readOrNothing(`/proc/${pid}/cmdline`)),
    ].join('\n')
    for (const secret of secrets) expect(written.includes(secret)).toBe(false)
  })

  test('is the only one of its state folder', async () => {
    const second = run(place, 'up')
    expect(await second.exit).toBe(1)
    expect(second.output()).toContain(`Gapless already runs from ${place.home} (pid ${pidOfUp(place)}).`)
    expect(await health(place)).toBe(200)
  })

  test.each(['web', 'worker'] as const)('starts a dead %s again within 2 s', async (name) => {
    const dead = kill(name)
    const took = await timeUntil(() => pidOf(place, name) !== dead && isRunning(pidOf(place, name)), 10_000)
    expect(took).toBeLessThan(2_000)
    await timeUntil(async () => (await health(place)) === 200, 30_000)
  })

  test.each(['postgres', 'redis'] as const)('recovers from a dead %s', async (name) => {
    const dead = kill(name)
    await timeUntil(() => pidOf(place, name) !== dead && isRunning(pidOf(place, name)), 10_000)
    await timeUntil(async () => (await health(place)) === 200, 30_000)
  })
})

test('another instance beside it comes and goes without touching it', async () => {
  const other = await newPlace()
  try {
    await up(other)
    expect(await health(other)).toBe(200)
    expect(secretsOf(other).filter((secret) => secretsOf(place).includes(secret))).toEqual([])
  } finally {
    const before = pids(place)
    await removePlace(other)
    expect(pids(place)).toEqual(before)
  }
  expect(await health(place)).toBe(200)
})

test('a port that is in use is named, with who has it and what to do', async () => {
  const other = await newPlace()
  const server = createServer().listen(Number(other.env.PORT))
  try {
    const refused = run(other, 'up')
    expect(await refused.exit).toBe(1)
    expect(refused.output()).toContain(`Port ${other.env.PORT} is in use by`)
    expect(refused.output()).toContain(`(pid ${process.pid}). Stop it, or choose another port: PORT=`)
  } finally {
    server.close()
    await removePlace(other)
  }
})

describe('after bin/up was killed', () => {
  test('the instance serves on, and the next start takes it over', async () => {
    const orphans = pids(place)
    process.kill(pidOfUp(place), 'SIGKILL')
    await command.exit
    expect(await health(place)).toBe(200)
    command = await up(place)
    expect(command.output()).toContain('Taking over')
    expect(orphans.map(isRunning)).toEqual([false, false, false, false])
    expect(pids(place).map(isRunning)).toEqual([true, true, true, true])
  })
})

test('SIGTERM stops all of it, and the second start installs and builds nothing', async () => {
  const running = pids(place)
  process.kill(pidOfUp(place), 'SIGTERM')
  expect(await command.exit).toBe(0)
  expect(running.map(isRunning)).toEqual([false, false, false, false])
  expect(readdirSync(join(place.home, 'run'))).toEqual([])
  const before = credentialsOf(place)
  command = await up(place)
  expect(command.output()).not.toMatch(/Installing|Building|Generating/)
  expect(credentialsOf(place)).toEqual(before)
})

test('a start with another key than what is sealed in the database says so, and starts nothing', async () => {
  const path = join(place.home, 'secrets.json')
  const before = readFileSync(path, 'utf8')
  const { encryptionKey } = z.object({ encryptionKey: z.string() }).parse(JSON.parse(before))
  const db = createDatabase(databaseUrlOf(place))
  const sealed = createAesVault([encryptionKey]).seal('secret', sealContexts.instanceSetting('one'))
  await db.instanceSetting.create({ data: { key: 'one', value: {}, sealed } })
  await db.$disconnect()
  process.kill(pidOfUp(place), 'SIGTERM')
  await command.exit
  const refused = run({ ...place, env: { ...place.env, GAPLESS_ENCRYPTION_KEY: newEncryptionKey() } }, 'up')
  expect(await refused.exit).toBe(1)
  expect(refused.output()).toContain(`${path} has it: start without GAPLESS_ENCRYPTION_KEY`)
  expect(refused.output()).not.toContain('Starting web and worker')
  expect(readdirSync(join(place.home, 'run'))).toEqual([])
  expect(readFileSync(path, 'utf8')).toBe(before)
  command = await up(place)
})

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // That process has ended.
  }
}
