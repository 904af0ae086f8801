import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabase } from '@/adapters/database/client'
import { operations } from '@/core/api/all-operations'
import type { PrismaClient } from '@/prisma/generated/client'
import { pathOfTeam } from '@/tests/support/api-ids'
import { Cookies } from '@/tests/support/browser-cookies'
import { dashboardAddresses } from '@/tests/support/dashboard-addresses'
import { testDocker } from '@/tests/support/docker'
import { filesUnder, newPlants, plantsIn, watchCommandLines, watchRedis } from '@/tests/support/planted'
import { workWithPlants } from '@/tests/support/planted-work'
import { type Command, credentialsOf, newPlace, type Place, removePlace, up } from '@/tests/support/platform'
import { environmentOf, secretsOf } from '@/tests/support/platform-state'
import { type HttpReceiver, startHttpReceiver } from '@/tests/support/receivers/http-receiver'
import { type SmtpInbox, startSmtpInbox } from '@/tests/support/receivers/smtp-inbox'
import { registryLogin, startRegistry, type TestRegistry } from '@/tests/support/registry'
import { tableContents } from '@/tests/support/table-contents'

// A whole instance, as bin/up starts it, is given secrets wherever it takes any, works with them, is misused with them,
// and is then looked through from the outside.

const plants = { ...newPlants(), registryPassword: registryLogin.password }
const secrets = new Map<string, string>(Object.entries(plants))

let place: Place
let gapless: Command
let inbox: SmtpInbox
let registry: TestRegistry
let broken: HttpReceiver
let database: PrismaClient
let teamId: string
let login: ReturnType<typeof credentialsOf>
let commandLines: ReturnType<typeof watchCommandLines>
let redis: Awaited<ReturnType<typeof watchRedis>>
/** What requests that are refused are told, and what deployments tell while they run. */
let told: Awaited<ReturnType<typeof workWithPlants>>

const found = (text: string): string[] => plantsIn(text, secrets)

/** The path with the team's own ids and what its query needs. */
const addressOf = async (path: string): Promise<string> => {
  const address = await pathOfTeam(database, { path }, teamId)
  return path.endsWith('/traffic') ? `${address}?range=1h` : address
}

beforeAll(async () => {
  commandLines = watchCommandLines()
  inbox = await startSmtpInbox(0, plants.mailServer)
  registry = await startRegistry({ login: true })
  broken = await startHttpReceiver(({ headers, body, path }) => ({
    status: 500,
    body: JSON.stringify({ headers, body, path }),
  }))
  place = await newPlace()
  Object.assign(place.env, {
    LOG_LEVEL: 'trace',
    SMTP_URL: inbox.url.replace('smtp://', `smtp://${encodeURIComponent('alerts@example.com')}:${plants.mailServer}@`),
    GAPLESS_ALLOWED_RANGES: '127.0.0.0/8',
    GAPLESS_OIDC_ISSUER: new URL(broken.url).origin,
    GAPLESS_OIDC_CLIENT_ID: 'gapless',
    GAPLESS_OIDC_CLIENT_SECRET: plants.signInProvider,
  })
  gapless = await up(place)
  login = credentialsOf(place)
  for (const secret of secretsOf(place)) secrets.set(`instance secret ${secrets.size}`, secret)
  const { DATABASE_URL: databaseUrl = '', REDIS_URL: redisUrl = '' } = environmentOf(place, 'web')
  redis = await watchRedis(redisUrl)
  database = createDatabase(databaseUrl)
  teamId = (await database.team.findFirstOrThrow()).id
  told = await workWithPlants({ login, database, plants, secrets, registry, broken, inbox })
}, 300_000)

afterAll(async () => {
  commandLines.stop()
  redis.stop()
  await database.$disconnect()
  gapless.child.kill('SIGTERM')
  await gapless.exit
  await removePlace(place)
  await broken.close()
  await registry.stop()
  await inbox.close()
})

describe('secrets that an instance was given', () => {
  it('were really at work', () => {
    const sent = broken.received.map(({ headers, body, path }) => JSON.stringify([headers, body, path])).join('\n')
    expect(found(sent)).toEqual(
      expect.arrayContaining(['slackAddress', 'webhookQuery', 'monitorHeader', 'monitorBody']),
    )
    expect(inbox.mails.length).toBeGreaterThan(1)
    expect(secrets.size).toBeGreaterThanOrEqual(26)
  })

  it('are in no log', () => {
    const logs = filesUnder(`${place.home}/logs`)
    expect(logs.size).toBeGreaterThanOrEqual(4)
    for (const [path, text] of [...logs, ['what bin/up says', gapless.output()] as const])
      expect(found(text), path).toEqual([])
  })

  it('are in no file of the instance but those that hold them', () => {
    // Its own password stands in the configuration of Redis, which has no other way to be given one but its arguments.
    const open = new Set(['secrets.json', 'initial-credentials.json', 'redis/redis.conf'])
    for (const path of open) expect(statSync(join(place.home, path)).mode & 0o777, path).toBe(0o600)
    const leaks = [...filesUnder(place.home)]
      .filter(([path]) => !open.has(path))
      .flatMap(([path, text]) => found(text).map((name) => `${name}: ${path}`))
    expect(leaks).toEqual([])
  })

  it('are in no command line', () => {
    expect(commandLines.seen.size).toBeGreaterThan(20)
    expect([...commandLines.seen].flatMap((line) => found(line).map((name) => `${name}: ${line}`))).toEqual([])
  })

  it('are in no table', async () => {
    for (const [table, rows] of Object.entries(await tableContents(database))) {
      expect(found(JSON.stringify(rows)), table).toEqual([])
    }
  })

  it('are in no queue, and in nothing else that Redis is told', () => {
    expect(redis.seen.length).toBeGreaterThan(100)
    expect(redis.seen.flatMap((command) => found(command).map((name) => `${name}: ${command.slice(0, 80)}`))).toEqual(
      [],
    )
  })

  it('are in no event of a deployment and in no refusal', () => {
    expect(told.refusals.length).toBeGreaterThan(20)
    for (const text of [...told.streams, ...told.refusals]) expect(found(text), text.slice(0, 300)).toEqual([])
  })

  it('are nowhere in the engine but in the environment of the app that is to have them', async () => {
    const docker = testDocker()
    const { GAPLESS_INSTANCE_ID: instance } = environmentOf(place, 'web')
    const filters = { label: [`gapless.instance=${instance}`] }
    const containers = await docker.listContainers({ all: true, filters })
    expect(containers.length).toBeGreaterThanOrEqual(3)
    for (const { Id } of containers) {
      const { Config, ...rest } = await docker.getContainer(Id).inspect()
      const { Env, ...config } = Config
      expect(found(JSON.stringify([rest, config])), rest.Name).toEqual([])
      expect(['appEnv', undefined], rest.Name).toContain(found(Env.join('\n'))[0])
    }
    const others = await Promise.all([
      docker.listNetworks({ filters }),
      docker.listVolumes({ filters: JSON.stringify(filters) }),
      docker.listImages({ all: true }),
    ])
    expect(found(JSON.stringify(others))).toEqual([])
  })

  it('are on no page of the dashboard', async () => {
    const browser = new Cookies(login.url)
    await browser.signIn(login.email, login.password)
    const addresses = [...dashboardAddresses('page.tsx'), ...dashboardAddresses('route.ts')]
    for (const path of addresses.filter((one) => !one.endsWith('/live'))) {
      const response = await browser.request(await addressOf(path))
      expect(response.status, path).toBeLessThan(500)
      expect(found(await response.text()), path).toEqual([])
    }
  })

  it('are in no answer of the API', async () => {
    const reads = operations.filter(({ method }) => method === 'get')
    expect(reads.length).toBeGreaterThan(25)
    for (const { path } of reads) {
      const response = await fetch(new URL(await addressOf(path), login.url), {
        headers: { authorization: `Bearer ${login.apiToken}` },
      })
      expect(found(await response.text()), path).toEqual([])
    }
  })
})
