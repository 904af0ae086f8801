import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { instanceFacts } from '@/adapters/backups/instance-facts'
import { createArchives } from '@/adapters/backups/write-archive'
import { createDatabase } from '@/adapters/database/client'
import { createAesVault } from '@/adapters/vault/aes-vault'
import { newEncryptionKey } from '@/bin/lib/identity'
import type { PrismaClient } from '@/prisma/generated/client'
import { bootstrapInstance } from '@/services/instance/bootstrap-instance'
import { freshDatabase } from '@/tests/support/database'
import { leftOf, randomInstanceId, removeInstance, testDocker, tinyImage } from '@/tests/support/docker'
import { gapless } from '@/tests/support/gapless-command'
import { tableContents } from '@/tests/support/table-contents'
import { createSampleTeam } from '@/tests/support/team'

// What `bin/gapless restore` does where not all goes well.

const key = newEncryptionKey()
const keyId = createAesVault([key]).currentKey()
const credentials = {
  url: 'http://localhost',
  email: 'a@b.c',
  password: 'p',
  apiToken: 't',
  proxyUrl: 'http://localhost',
}

interface Place {
  home: string
  url: string
  db: PrismaClient
  /** Runs `bin/gapless restore` here. Returns its exit code and what it said. */
  restore(file: string, env?: Record<string, string>): Promise<{ code: number | null; said: string }>
}

let folder: string
let whole: string
const clients: PrismaClient[] = []

const databaseOf = (url: string): PrismaClient => {
  const db = createDatabase(url)
  clients.push(db)
  return db
}

/** An instance that was started once, and that nobody has put anything into. */
const startedPlace = async (name: string): Promise<Place> => {
  const home = join(folder, name)
  mkdirSync(home)
  const url = await freshDatabase()
  const db = databaseOf(url)
  await bootstrapInstance(db, {
    owner: { email: 'owner@gapless.localhost', name: 'Owner', passwordHash: 'x' },
    team: 'My team',
    token: { name: 'First token', hash: 'h', prefix: 'gl_' },
    localHost: { endpoint: { type: 'socket', path: '/var/run/docker.sock' }, publicAddress: '127.0.0.1' },
  })
  const restore = async (file: string, env = {}) => {
    const told = { GAPLESS_HOME: home, DATABASE_URL: url, GAPLESS_ENCRYPTION_KEY: key, NEXTAUTH_SECRET: '', ...env }
    const ran = gapless(['restore', file], told)
    return { code: await ran.exit, said: ran.output() }
  }
  return { home, url, db, restore }
}

type Keys = [string, ...string[]]
const write = async (name: string, instanceId: string, bytes?: number, keys: Keys = [key]): Promise<string> => {
  const url = await freshDatabase()
  await createSampleTeam(databaseOf(url), 'one')
  const secrets = { nextAuthSecret: 'n', probeSecret: 's', credentials }
  const given = { madeBy: '0.0.0', instanceId, vault: createAesVault(keys), keys, passphrase: null }
  const file = join(folder, name)
  writeFileSync(
    file,
    (await buffer(createArchives(url).write(() => instanceFacts({ ...given, secrets })))).subarray(0, bytes),
  )
  return file
}

/** A container of an instance, not started. */
const addContainer = async (instanceId: string, role: 'app' | 'proxy'): Promise<void> => {
  const Labels = { 'gapless.instance': instanceId, 'gapless.role': role }
  await testDocker().createContainer({ Image: await tinyImage(instanceId), Cmd: ['/none'], Labels })
}
const addVolume = async (instanceId: string): Promise<void> => {
  await testDocker().createVolume({ Name: `gapless-${instanceId}-data`, Labels: { 'gapless.instance': instanceId } })
}
const idIn = ({ home }: Place): unknown => JSON.parse(readFileSync(join(home, 'instance.json'), 'utf8')).id

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gapless-restore-'))
  whole = await write('whole.backup', 'abc123')
})
afterAll(async () => {
  await Promise.all(clients.map((client) => client.$disconnect()))
  rmSync(folder, { recursive: true })
})

describe('a restore that is refused changes nothing', () => {
  it('where the file was not copied as a whole', async () => {
    const place = await startedPlace('cut-off')
    const before = await tableContents(place.db)
    const { code, said } = await place.restore(await write('cut-off.backup', 'abc123', -200))
    expect(said).toContain('The file ends too soon: it was not copied as a whole. Nothing was restored.')
    expect(code).toBe(1)
    expect(await tableContents(place.db)).toEqual(before)
    expect(readdirSync(place.home)).not.toContain('restore-unfinished')
  })

  it('where a host was added to what the first start has made', async () => {
    const place = await startedPlace('with-host')
    const { id: teamId } = await place.db.team.findFirstOrThrow()
    await place.db.host.create({ data: { teamId, name: 'big', endpoint: { type: 'ssh' }, publicAddress: '192.0.2.1' } })
    const { code, said } = await place.restore(whole)
    expect(said).toContain('or hosts, certificates')
    expect(code).toBe(1)
    expect(await place.db.host.count()).toBe(2)
  })

  it('where another key is set than the one that it needs at every start', async () => {
    const place = await startedPlace('other-key')
    const secrets = {
      encryptionKey: key,
      nextAuthSecret: 'n',
      postgresPassword: 'p',
      redisPassword: 'r',
      probeSecret: 's',
    }
    writeFileSync(join(place.home, 'secrets.json'), JSON.stringify(secrets))
    const { code, said } = await place.restore(whole, { GAPLESS_ENCRYPTION_KEY: newEncryptionKey() })
    expect(said).toContain(`Set GAPLESS_ENCRYPTION_KEY to key ${keyId}, or unset it. Nothing was restored.`)
    expect(code).toBe(1)
    expect(await place.db.app.count()).toBe(0)
  })

  it('where a key is set without the one before it, from a backup in the middle of a rotation', async () => {
    const place = await startedPlace('half-rotated')
    const before = newEncryptionKey()
    const secrets = {
      encryptionKey: before,
      nextAuthSecret: 'n',
      postgresPassword: 'p',
      redisPassword: 'r',
      probeSecret: 's',
    }
    writeFileSync(join(place.home, 'secrets.json'), JSON.stringify(secrets))
    const { code, said } = await place.restore(await write('rotated.backup', 'abc123', undefined, [key, before]))
    const id = createAesVault([before]).currentKey()
    expect(said).toContain(
      `Set GAPLESS_PREVIOUS_ENCRYPTION_KEYS to key ${id} as well, or unset GAPLESS_ENCRYPTION_KEY.`,
    )
    expect(code).toBe(1)
  })
})

it('is finished by the same restore where it ended after the data had come, and by no other', async () => {
  const place = await startedPlace('ended')
  // The first login cannot be kept while a folder is in its place.
  const inTheWay = join(place.home, 'initial-credentials.json')
  mkdirSync(inTheWay)
  expect((await place.restore(whole)).code).toBe(1)
  expect(await place.db.app.count()).toBe(1)
  expect(readdirSync(place.home)).toContain('restore-unfinished')

  const another = await place.restore(await write('another.backup', 'fff999'))
  expect(another.said).toContain('A restore of instance abc123 into the database')
  const elsewhere = await place.restore(whole, { DATABASE_URL: await freshDatabase() })
  expect(elsewhere.said).toContain('was begun here and not finished')
  expect([another.code, elsewhere.code]).toEqual([1, 1])

  rmdirSync(inTheWay)
  const again = await place.restore(whole)
  expect(again.code, again.said).toBe(0)
  expect(readdirSync(place.home)).not.toContain('restore-unfinished')
  expect(JSON.parse(readFileSync(inTheWay, 'utf8'))).toEqual(credentials)
  expect(await place.db.app.count()).toBe(1)
  expect(await place.db.auditEvent.count({ where: { action: 'instance.restore' } })).toBe(1)
})

describe('a restore onto an instance that was started', () => {
  const [found, restored] = [randomInstanceId(), randomInstanceId()]
  let file: string
  const startedAs = async (name: string): Promise<Place> => {
    const made = await startedPlace(name)
    writeFileSync(join(made.home, 'instance.json'), JSON.stringify({ id: found }))
    return made
  }
  beforeAll(async () => {
    file = await write('other.backup', restored)
  })
  afterEach(async () => {
    await removeInstance(found)
    await removeInstance(restored)
  })

  it('takes its proxies away, which would hold the ports, and touches nothing of the one that is restored', async () => {
    const place = await startedAs('with-proxies')
    for (const id of [found, found, restored]) await addContainer(id, 'proxy')
    await addContainer(restored, 'app')
    await addVolume(restored)
    const before = await leftOf(restored)
    const { code, said } = await place.restore(file)
    expect(code, said).toBe(0)
    expect(said).toContain(`Removing the proxies of instance ${found}`)
    expect(await leftOf(found)).toEqual([])
    expect(await leftOf(restored)).toEqual(before)
    expect(idIn(place)).toBe(restored)
  })

  it('keeps the proxies of the very instance that is restored', async () => {
    const place = await startedAs('same')
    writeFileSync(join(place.home, 'instance.json'), JSON.stringify({ id: restored }))
    await addContainer(restored, 'proxy')
    const before = await leftOf(restored)
    const { code, said } = await place.restore(file)
    expect(code, said).toBe(0)
    expect(await leftOf(restored)).toEqual(before)
  })

  it.each([
    ['a container of an app', () => addContainer(found, 'app')],
    ['a volume', () => addVolume(found)],
  ])('is refused where it has %s, and changes nothing', async (what, add) => {
    const place = await startedAs(what.replaceAll(' ', '-'))
    await addContainer(found, 'proxy')
    await add()
    const before = [await tableContents(place.db), await leftOf(found)]
    const { code, said } = await place.restore(file)
    expect(said).toContain(`Instance ${found}, which this state folder belongs to, has more in Docker than its proxies`)
    expect(said).toContain('Nothing was restored.')
    expect(code).toBe(1)
    expect(idIn(place)).toBe(found)
    expect([await tableContents(place.db), await leftOf(found)]).toEqual(before)
    expect(readdirSync(place.home)).not.toContain('restore-unfinished')
  })
})
