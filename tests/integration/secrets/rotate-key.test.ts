import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createDatabase } from '@/adapters/database/client'
import { createAesVault } from '@/adapters/vault/aes-vault'
import { newEncryptionKey } from '@/bin/lib/identity'
import { sealContexts } from '@/core/secrets/seal-contexts'
import type { PrismaClient } from '@/prisma/generated/client'
import { openEnv, sealEnv } from '@/services/apps/env-seal'
import { sealConfig } from '@/services/channels/channel-view'
import { countByKey } from '@/services/secrets/reseal'
import { freshDatabase } from '@/tests/support/database'
import { gapless } from '@/tests/support/gapless-command'

const appCount = 1500
const oldKey = newEncryptionKey()
const oldVault = createAesVault([oldKey])

let home: string
let db: PrismaClient
let env: Record<string, string>
const secrets = () => JSON.parse(readFileSync(join(home, 'secrets.json'), 'utf8')) as Record<string, unknown>
const write = (content: Record<string, unknown>): void =>
  writeFileSync(join(home, 'secrets.json'), JSON.stringify(content), { mode: 0o600 })
const keysNow = (): [string, ...string[]] => {
  const { encryptionKey, previousEncryptionKeys } = secrets()
  return [String(encryptionKey), ...((previousEncryptionKeys as string[] | undefined) ?? [])]
}

/** One sealed text in each column. */
const fill = async (): Promise<void> => {
  const team = await db.team.create({ data: { name: 'Team' } })
  const teamId = team.id
  const rest = { teamId, runSettings: {}, liveSettings: {} }
  const ids = Array.from({ length: appCount }, () => crypto.randomUUID())
  await db.app.createMany({
    data: ids.map((id) => ({ ...rest, id, name: id, slug: id, envSealed: sealEnv(oldVault, id, { A: id }) })),
  })
  await db.release.createMany({
    data: ids.map((id) => ({
      teamId,
      appId: id,
      number: 1,
      image: 'a:1',
      digest: 'sha256:1',
      runSettings: {},
      envSealed: sealEnv(oldVault, id, { A: id }),
    })),
  })
  for (let number = 0; number < 5; number++) {
    const id = crypto.randomUUID()
    const configSealed = sealConfig({ vault: oldVault }, id, {
      type: 'slack',
      url: `https://hooks.slack.com/${number}`,
    })
    await db.channel.create({ data: { id, teamId, name: id, type: 'slack', configSealed, shown: {}, events: [] } })
  }
  const seal = (context: string) => oldVault.seal('secret', context)
  await db.user.create({ data: { id: 'u', email: 'a@b.c', name: 'Ada', totpSealed: seal(sealContexts.totp('u')) } })
  await db.instanceSetting.create({ data: { key: 'k', value: {}, sealed: seal(sealContexts.instanceSetting('k')) } })
  const bodySealed = seal(sealContexts.idempotentAnswer(teamId, 'key'))
  await db.idempotencyKey.create({ data: { teamId, key: 'key', request: 'POST /', bodyHash: 'x', bodySealed } })
  await db.registry.create({
    data: {
      id: 'r',
      teamId,
      name: 'r',
      host: 'r',
      username: 'u',
      passwordSealed: seal(sealContexts.registryPassword('r')),
    },
  })
}

const startWriter = async (): Promise<{ child: ChildProcess; output: () => string }> => {
  const script = join(import.meta.dirname, '../../support/rotation-writer.ts')
  // To the command it is a worker of the instance that runs.
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    env: {
      NODE_ENV: 'test',
      PATH: process.env.PATH ?? '',
      ...env,
      GAPLESS_PROCESS: 'worker',
      GAPLESS_KEY_FILE: join(home, 'secrets.json'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)))
  await vi.waitUntil(() => output.includes('ready') || child.exitCode !== null, { timeout: 60_000 })
  expect(output).toContain('ready')
  return { child, output: () => output }
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'gapless-rotation-'))
  const databaseUrl = await freshDatabase()
  db = createDatabase(databaseUrl)
  env = { GAPLESS_HOME: home, DATABASE_URL: databaseUrl, GAPLESS_ENCRYPTION_KEY: '' }
  writeFileSync(join(home, 'instance.json'), JSON.stringify({ id: 'abc123' }), { mode: 0o600 })
  const others = { nextAuthSecret: 'n', postgresPassword: 'p', redisPassword: 'r', probeSecret: 's' }
  write({ encryptionKey: oldKey, ...others })
  await fill()
}, 120_000)
afterAll(async () => {
  await db.$disconnect()
  rmSync(home, { recursive: true })
})

describe('rotating the key', () => {
  it('seals everything again while others write, whenever it was killed before', async () => {
    const writers = [await startWriter(), await startWriter()]
    const newKeyIn = async () => (await countByKey({ instanceDb: db })).size > 1

    const killed = gapless(['rotate-key'], env)
    await vi.waitUntil(newKeyIn, { timeout: 60_000, interval: 5 })
    killed.child.kill('SIGKILL')
    await killed.exit
    const [begun, ...previous] = keysNow()
    expect(previous).toEqual([oldKey])
    expect(await newKeyIn()).toBe(true)

    const again = gapless(['rotate-key'], env)
    expect(await again.exit, again.output()).toBe(0)
    expect(again.output()).toContain('going on with it')
    expect(keysNow()).toEqual([begun])
    expect(statSync(join(home, 'secrets.json')).mode & 0o777).toBe(0o600)
    expect(secrets()).toMatchObject({ probeSecret: 's', nextAuthSecret: 'n' })

    for (const { child, output } of writers) {
      child.kill('SIGTERM')
      await once(child, 'close')
      expect(output()).toMatch(/^ready\n\d+ turns\n$/)
    }
    const vault = createAesVault([begun])
    expect([...(await countByKey({ instanceDb: db })).keys()]).toEqual([vault.currentKey()])
    const apps = await db.app.findMany({ include: { releases: true } })
    expect(apps).toHaveLength(appCount)
    for (const { id, envSealed, releases } of apps) {
      expect(openEnv(vault, id, envSealed).A).toBe(id)
      expect(releases.map((release) => openEnv(vault, id, release.envSealed))).toEqual([{ A: id }])
    }
    const user = await db.user.findUniqueOrThrow({ where: { id: 'u' } })
    expect(vault.open(user.totpSealed ?? '', sealContexts.totp('u'))).toBe('secret')
    for (const written of [again.output(), killed.output()]) {
      expect(written.includes(oldKey) || written.includes(begun)).toBe(false)
    }
  })

  it('is refused where a text is sealed by a key that is not known, and changes nothing', async () => {
    const before = secrets()
    const foreign = createAesVault([newEncryptionKey()])
    const passwordSealed = foreign.seal('secret', sealContexts.registryPassword('r'))
    const { passwordSealed: known } = await db.registry.findUniqueOrThrow({ where: { id: 'r' } })
    await db.registry.update({ where: { id: 'r' }, data: { passwordSealed } })
    const refused = gapless(['rotate-key'], env)
    expect(await refused.exit).toBe(1)
    expect(refused.output()).toContain(`1 by ${foreign.currentKey()}`)
    expect(secrets()).toEqual(before)
    await db.registry.update({ where: { id: 'r' }, data: { passwordSealed: known } })
  })

  it('keeps the old key where something came meanwhile that is not sealed by the new one, and says what to do', async () => {
    const [present] = keysNow()
    const { id: teamId } = await db.team.findFirstOrThrow()
    const sealed = createAesVault([present])
    const begun = gapless(['rotate-key'], env)
    await vi.waitUntil(async () => (await countByKey({ instanceDb: db })).size > 1, { timeout: 60_000, interval: 5 })
    // Where the command has been already.
    const late = { id: '0', teamId, name: 'late', slug: 'late', runSettings: {}, liveSettings: {} }
    await db.app.create({ data: { ...late, envSealed: sealEnv(sealed, '0', { A: '0' }) } })
    expect(await begun.exit).toBe(1)
    expect(begun.output()).toContain(`(1 by ${sealed.currentKey()})`)
    expect(begun.output()).toContain('Run bin/gapless rotate-key again.')
    expect(begun.output()).not.toContain('Nothing was changed')
    expect(keysNow().slice(1)).toEqual([present])
    const again = gapless(['rotate-key'], env)
    expect(await again.exit, again.output()).toBe(0)
    expect(keysNow()).toHaveLength(1)
  })

  it('is refused where the key was given at the last start and is not now, and changes nothing', async () => {
    const before = secrets()
    const counts = await countByKey({ instanceDb: db })
    write({ ...before, isKeyGiven: true })
    const refused = gapless(['rotate-key'], env)
    expect(await refused.exit, refused.output()).toBe(1)
    expect(refused.output()).toContain('This instance gets its key from GAPLESS_ENCRYPTION_KEY')
    expect(secrets()).toEqual({ ...before, isKeyGiven: true })
    // What would be the one before says nothing of the present one.
    const half = gapless(['rotate-key'], { ...env, GAPLESS_PREVIOUS_ENCRYPTION_KEYS: newEncryptionKey() })
    expect(await half.exit, half.output()).toBe(1)
    expect(await countByKey({ instanceDb: db })).toEqual(counts)
    write(before)
  })

  it('says what to set where the key is given, and then seals by what was set', async () => {
    const [present] = keysNow()
    const told = gapless(['rotate-key'], { ...env, GAPLESS_ENCRYPTION_KEY: present })
    expect(await told.exit).toBe(1)
    expect(told.output()).toContain('GAPLESS_PREVIOUS_ENCRYPTION_KEYS=<the present key>')

    const next = newEncryptionKey()
    const given = { ...env, GAPLESS_ENCRYPTION_KEY: next, GAPLESS_PREVIOUS_ENCRYPTION_KEYS: present }
    const done = gapless(['rotate-key'], given)
    expect(await done.exit, done.output()).toBe(0)
    expect([...(await countByKey({ instanceDb: db })).keys()]).toEqual([createAesVault([next]).currentKey()])
    expect(done.output()).toContain('without GAPLESS_PREVIOUS_ENCRYPTION_KEYS')
  })
})
