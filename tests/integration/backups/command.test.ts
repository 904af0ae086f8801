import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDatabase } from '@/adapters/database/client'
import { createAesVault } from '@/adapters/vault/aes-vault'
import { newEncryptionKey } from '@/bin/lib/identity'
import { openEnv, sealEnv } from '@/services/apps/env-seal'
import { freshDatabase } from '@/tests/support/database'
import { gapless } from '@/tests/support/gapless-command'
import { createSampleTeam } from '@/tests/support/team'

const key = newEncryptionKey()
const passphrase = 'correct horse battery'
const secrets = { encryptionKey: key, nextAuthSecret: 'n', postgresPassword: 'p', redisPassword: 'r', probeSecret: 's' }

let folder: string
let file: string
const json = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>

/** A state folder with a database of its own, as a command is told of it. */
const place = async (name: string): Promise<{ home: string; env: Record<string, string>; url: string }> => {
  const home = join(folder, name)
  const url = await freshDatabase()
  return { home, url, env: { GAPLESS_HOME: home, DATABASE_URL: url, GAPLESS_ENCRYPTION_KEY: '', NEXTAUTH_SECRET: '' } }
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gapless-backup-'))
  file = join(folder, 'file.backup')
})
afterAll(() => rmSync(folder, { recursive: true }))

it('makes a file that is whole where it cannot be put on the page of backups, and says so', async () => {
  const { home, env, url } = await place('unlisted')
  const db = createDatabase(url)
  await createSampleTeam(db, 'one')
  await db.$executeRaw`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$`
  await db.$executeRaw`CREATE TRIGGER refuse BEFORE INSERT ON "Backup" FOR EACH ROW EXECUTE FUNCTION refuse()`
  mkdirSync(home)
  writeFileSync(join(home, 'secrets.json'), JSON.stringify(secrets))
  writeFileSync(join(home, 'instance.json'), JSON.stringify({ id: 'abc123' }))
  const unlisted = join(folder, 'unlisted.backup')
  const made = gapless(['backup', unlisted], env)
  expect(await made.exit, made.output()).toBe(0)
  expect(made.output()).toContain('The backup is whole, but could not be put on the page of backups.')
  expect(made.output()).toContain(`${unlisted} has it all`)
  expect(statSync(unlisted).size).toBeGreaterThan(0)
  await db.$disconnect()
})

it('makes one file of an instance, from which another state folder becomes that instance', async () => {
  const old = await place('old')
  const db = createDatabase(old.url)
  const { appId, userId } = await createSampleTeam(db, 'one')
  await db.app.update({ where: { id: appId }, data: { envSealed: sealEnv(createAesVault([key]), appId, { A: '1' }) } })
  mkdirSync(old.home)
  writeFileSync(join(old.home, 'secrets.json'), JSON.stringify(secrets))
  writeFileSync(join(old.home, 'instance.json'), JSON.stringify({ id: 'abc123' }))

  const made = gapless(['backup', file, '--passphrase-file', '-'], old.env, `${passphrase}\n`)
  expect(await made.exit, made.output()).toBe(0)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await db.backup.findMany()).toMatchObject([{ status: 'done', destination: file, bytes: statSync(file).size }])
  const twice = gapless(['backup', file], old.env)
  expect(await twice.exit).toBe(1)
  expect(twice.output()).toContain('is there already')

  const fresh = await place('fresh')
  const keyless = gapless(['restore', file], fresh.env)
  expect(await keyless.exit).toBe(1)
  expect(keyless.output()).toContain(`sealed by the key ${createAesVault([key]).currentKey()}, which is not known here`)
  expect(readdirSync(fresh.home)).not.toContain('instance.json')

  const restored = gapless(['restore', file, '--passphrase-file', '-'], fresh.env, passphrase)
  expect(await restored.exit, restored.output()).toBe(0)
  expect(json(join(fresh.home, 'instance.json'))).toEqual({ id: 'abc123' })
  expect(json(join(fresh.home, 'secrets.json'))).toMatchObject({
    encryptionKey: key,
    nextAuthSecret: 'n',
    probeSecret: 's',
  })
  expect(readdirSync(fresh.home)).not.toContain('restore-unfinished')
  const copy = createDatabase(fresh.url)
  const app = await copy.app.findUniqueOrThrow({ where: { id: appId } })
  expect(openEnv(createAesVault([key]), appId, app.envSealed)).toEqual({ A: '1' })
  expect(await copy.user.count({ where: { id: userId } })).toBe(1)
  expect(await copy.auditEvent.count({ where: { action: 'instance.restore' } })).toBe(1)

  const onto = gapless(['restore', file], { ...fresh.env, GAPLESS_ENCRYPTION_KEY: key })
  expect(await onto.exit).toBe(1)
  expect(onto.output()).toContain('has apps, monitors or people already')
  expect(await copy.auditEvent.count({ where: { action: 'instance.restore' } })).toBe(1)
  for (const said of [made, twice, keyless, restored, onto]) {
    for (const secret of [key, passphrase]) expect(said.output().includes(secret)).toBe(false)
  }
  await Promise.all([db.$disconnect(), copy.$disconnect()])
})
