import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase } from '@/adapters/database/client'
import { callerOf, deployToEnd } from '@/tests/support/api-caller'
import { Cookies } from '@/tests/support/browser-cookies'
import { sampleImage, testDocker } from '@/tests/support/docker'
import { gapless } from '@/tests/support/gapless-command'
import { type RunningLoad, startLoad } from '@/tests/support/load'
import { addPerson } from '@/tests/support/people'
import { type Command, credentialsOf, newPlace, type Place, removePlace, up } from '@/tests/support/platform'
import { databaseUrlOf, environmentOf } from '@/tests/support/platform-state'

// The machine of the control plane is lost, with everything but a backup; its hosts, apps and users are not.

const passphrase = 'correct horse battery\n'

let folder: string
let file: string
let place: Place
let running: Command
let load: RunningLoad
let appId: string
let instanceId: string
let login: ReturnType<typeof credentialsOf>

const replicas = async (): Promise<string[]> => {
  const label = [`gapless.instance=${instanceId}`, `gapless.app=${appId}`]
  const containers = await testDocker().listContainers({ filters: { label } })
  return containers.map(({ Id }) => Id).sort()
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gapless-backup-'))
  file = join(folder, 'file.backup')
  place = await newPlace()
  running = await up(place)
  login = credentialsOf(place)
  instanceId = environmentOf(place, 'web').GAPLESS_INSTANCE_ID ?? ''
  const app = await callerOf(login)('POST', '/apps', {
    name: 'shop',
    image: await sampleImage('v1'),
    port: 3000,
    domains: ['moved.localhost'],
    verifySeconds: 0,
    drainSeconds: 2,
    env: { API_KEY: 'kept' },
    secretEnv: ['API_KEY'],
  })
  appId = String(app.id)
  expect(await deployToEnd(login, appId)).toContain('"succeeded"')
  load = startLoad({
    port: Number(new URL(login.proxyUrl).port),
    host: 'moved.localhost',
    keepAlive: 4,
    fresh: 2,
    seconds: 300,
  })
})
afterAll(async () => {
  running.child.kill('SIGTERM')
  await running.exit
  await removePlace(place)
  rmSync(folder, { recursive: true })
})

describe('the commands beside a running instance with a database of its own', () => {
  it('turn off the second factor of somebody who has lost it', async () => {
    const db = createDatabase(databaseUrlOf(place))
    const team = await db.team.findFirstOrThrow()
    const { id, email } = await addPerson(db, 'Ada', team.id, 'developer')
    await db.user.update({ where: { id }, data: { totpSealed: 'lost', totpEnabledAt: new Date() } })
    await db.recoveryCode.create({ data: { userId: id, hash: 'lost' } })
    const done = gapless(['second-factor-off', email.toUpperCase()], place.env)
    expect(await done.exit, done.output()).toBe(0)
    expect(done.output()).toContain('The second factor of Ada is off.')
    expect(await db.user.findUniqueOrThrow({ where: { id }, include: { recoveryCodes: true } })).toMatchObject({
      totpSealed: null,
      totpEnabledAt: null,
      recoveryCodes: [],
    })
    expect(await db.auditEvent.count({ where: { action: 'account.second_factor_off', targetId: id } })).toBe(1)
    const again = gapless(['second-factor-off', email], place.env)
    expect(await again.exit).toBe(1)
    expect(again.output()).toContain('Nobody with the address ada@example.com has a second factor.')
    await db.$disconnect()
  })

  it('make a backup of it', async () => {
    const made = gapless(['backup', file, '--passphrase-file', '-'], place.env, passphrase)
    expect(await made.exit, made.output()).toBe(0)
  })
})

describe('an instance whose machine is lost', () => {
  it('is there again from its backup, in an empty folder, while its app serves on', async () => {
    const before = await replicas()
    running.child.kill('SIGTERM')
    await running.exit
    rmSync(place.home, { recursive: true })
    const fresh = await newPlace()
    // The new machine serves the same hosts at the same ports.
    place = { home: fresh.home, env: { ...place.env, GAPLESS_HOME: fresh.home } }
    const restored = gapless(['restore', file, '--passphrase-file', '-'], place.env, passphrase)
    expect(await restored.exit, restored.output()).toBe(0)
    running = await up(place)
    expect(environmentOf(place, 'web').GAPLESS_INSTANCE_ID).toBe(instanceId)
    expect(credentialsOf(place)).toEqual(login)
    const { data } = await callerOf(login)('GET', `/apps/${appId}/deployments`)
    expect(data).toMatchObject([{ number: 1, status: 'succeeded' }])
    expect((await new Cookies(login.url).signIn('ada@example.com', 'the-password-of-Ada')).status).toBe(200)
    expect(await replicas()).toEqual(before)
  })

  it('deploys again, with the secrets that it had, and no request of its users has failed', async () => {
    expect(await deployToEnd(login, appId)).toContain('"succeeded"')
    const [replica = ''] = await replicas()
    const { Config } = await testDocker().getContainer(replica).inspect()
    expect(Config.Env).toContain('API_KEY=kept')
    const { requests, failed, failures } = await load.stop()
    expect(requests).toBeGreaterThan(1000)
    expect(failures).toEqual([])
    expect(failed).toBe(0)
  })
})
