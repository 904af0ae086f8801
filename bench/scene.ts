import { createDatabase } from '@/adapters/database/client'
import type { LinkSigner } from '@/core/ports/link-signer'
import { callerOf } from '@/tests/support/api-caller'
import { startLoad } from '@/tests/support/load'
import { addPerson } from '@/tests/support/people'
import type { credentialsOf } from '@/tests/support/platform'
import { type Alerts, addAlerts } from './scene-alerts'
import { addMonitors } from './scene-monitors'
import { addPeople, type People } from './scene-people'

type Credentials = ReturnType<typeof credentialsOf>
type Database = ReturnType<typeof createDatabase>

/** What the pictures are of, beside the owner's own team. */
export interface Scene {
  database: Database
  /** Sends no more requests and leaves the database. */
  end(): Promise<void>
  /** Apps by name. */
  apps: Record<'shop' | 'mail' | 'blog', string>
  /** Monitors by name. */
  monitors: Awaited<ReturnType<typeof addMonitors>>
  alerts: Alerts
  people: People
  /** Deployments by how they ended. */
  ends: ReadonlyMap<string, string>
  /** Someone who may only look, in the owner's team. */
  viewer: { email: string; password: string }
  /** Someone whose team has nothing yet. */
  newcomer: { email: string; password: string }
  /** Starts a deployment and leaves it in its verification. */
  beginDeployment(): Promise<string>
}

interface App {
  id: string
  image: string
}

/** Makes a team with a history, by the API wherever that is possible, and a month of samples. */
export const makeScene = async (
  login: Credentials,
  databaseUrl: string,
  images: readonly string[],
  signer: LinkSigner,
): Promise<Scene> => {
  const call = callerOf(login)
  const [v1 = '', v2 = ''] = images
  const host = new URL(login.proxyUrl).hostname
  const database = createDatabase(databaseUrl)
  const add = (name: string, more: object = {}) =>
    call('POST', '/apps', {
      name,
      image: v1,
      port: 3000,
      domains: [`${name}.localhost`],
      verifySeconds: 1,
      drainSeconds: 2,
      healthCheck: { deadlineSeconds: 3 },
      env: { LOG_LEVEL: 'info', GREETING: `Hello from ${host}` },
      ...more,
    }) as unknown as Promise<App>
  const ended = async (appId: string, body: object) => {
    const { id } = await call('POST', `/apps/${appId}/deployments`, body)
    for (;;) {
      const deployment = await call('GET', `/deployments/${id}`)
      if (deployment.finishedAt !== null) return id
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
  const change = (appId: string, body: object) => call('PATCH', `/apps/${appId}`, body)

  const users = startLoad({
    port: Number(new URL(login.proxyUrl).port),
    host: 'shop.localhost',
    keepAlive: 2,
    idleGapMs: 30,
    // Longer than any run takes; stopped with the scene.
    seconds: 3600,
  })
  const shop = await add('shop', { replicas: 2, secretEnv: ['API_KEY'], env: { API_KEY: 'kept', LOG_LEVEL: 'info' } })
  await ended(shop.id, {})
  await ended(shop.id, { image: v2, reason: 'The new checkout' })
  await change(shop.id, { env: { BROKEN: 'never-healthy' } })
  await ended(shop.id, { reason: 'Count visitors in the health check' })
  await change(shop.id, { env: { BROKEN: 'dies-after:1' }, verifySeconds: 4 })
  await ended(shop.id, { image: v1 })
  await change(shop.id, { env: { BROKEN: null, FEATURE_CART: 'on' }, resources: { memoryMb: 256 } })
  await ended(shop.id, { image: v2, reason: 'The cart for everyone' })
  await change(shop.id, { verifySeconds: 120 })
  const cancelled = await call('POST', `/apps/${shop.id}/deployments`, { reason: 'Too early' })
  await call('POST', `/deployments/${cancelled.id}/cancel`, {})
  const mail = await add('mail')
  await ended(mail.id, {})
  const blog = await add('blog')

  const team = await database.team.findFirstOrThrow()
  const viewer = await addPerson(database, 'Vera', team.id, 'viewer')
  const other = await database.team.create({ data: { name: 'Side project' } })
  const newcomer = await addPerson(database, 'Noa', other.id, 'owner')
  const owner = await database.user.findUniqueOrThrow({ where: { email: login.email } })
  await database.membership.create({ data: { userId: owner.id, teamId: other.id, role: 'owner' } })
  await addSamples(database, team.id, [shop.id, mail.id])

  const apps = { shop: shop.id, mail: mail.id, blog: blog.id }
  const proxyPort = new URL(login.proxyUrl).port
  const monitors = await addMonitors({ database, call, teamId: team.id, apps, proxyPort })
  const alerts = await addAlerts({ database, call, teamId: team.id, apps, monitors, signer })
  const people = await addPeople({ database, call, teamId: team.id, otherTeamId: other.id, apps })
  await call('PUT', '/status-page', {
    slug: 'acme',
    title: 'Acme status',
    description: 'The services that our customers use.',
    enabled: true,
    monitors: [
      { monitorId: monitors.shop, label: 'Shop' },
      { monitorId: monitors.checkout, label: 'Checkout and payments' },
      { monitorId: monitors.mail, label: 'Mails to customers' },
      { monitorId: monitors.blog, label: 'Blog' },
    ],
  })
  const deployments = await database.deployment.findMany({ where: { appId: shop.id } })
  return {
    database,
    end: async () => {
      await users.stop()
      await database.$disconnect()
    },
    apps,
    monitors,
    alerts,
    people,
    ends: new Map(deployments.map((one) => [one.status, one.id])),
    viewer,
    newcomer,
    beginDeployment: async () => {
      const { id } = await call('POST', `/apps/${shop.id}/deployments`, { image: v1, reason: 'Back to the old cart' })
      for (;;) {
        const { status } = await call('GET', `/deployments/${id}`)
        if (status === 'verifying') return String(id)
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    },
  }
}

/** Waves of a day with noise, more by day than by night, and a bad quarter of an hour. */
const addSamples = async (database: Database, teamId: string, appIds: readonly string[]): Promise<void> => {
  const host = await database.host.findFirstOrThrow({ where: { teamId } })
  for (const [index, appId] of appIds.entries()) {
    for (const [seconds, days] of [
      [10, 0.12],
      [60, 2],
      [600, 9],
      [3600, 31],
    ] as const) {
      await database.$executeRaw`
        INSERT INTO "AppSample"
          ("teamId", "appId", "hostId", seconds, at, covered, requests, errors, "responseMs", "cpuPercent", "memoryBytes")
        SELECT ${teamId}, ${appId}, ${host.id}, ${seconds}::int, at, ${seconds}::int,
          ${seconds}::int * (96 + 24 * sin(n / (86400.0 / ${seconds}::int) * 6.283) + 10 * random()) / ${index + 1}::int,
          CASE WHEN extract(epoch FROM now() AT TIME ZONE 'utc' - at) BETWEEN 1500 AND 1900 THEN ${seconds}::int * random() ELSE 0 END,
          3 + 2 * random(), 6 + 2 * sin(n / (86400.0 / ${seconds}::int) * 6.283) + 1 * random(), 2.1e7 + 1e6 * random()
        FROM (
          SELECT n, date_bin(make_interval(secs => ${seconds}::int), now() AT TIME ZONE 'utc', TIMESTAMP 'epoch')
            - make_interval(secs => n * ${seconds}::int) AS at
          FROM generate_series(2, (${days}::float8 * 86400 / ${seconds}::int)::int) n
        ) AS spans
        ON CONFLICT DO NOTHING`
    }
  }
}
