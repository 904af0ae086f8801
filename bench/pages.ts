import { createDatabase } from '../adapters/database/client'
import { startThrowawayPostgres } from '../bin/lib/throwaway-postgres'
import { Cookies } from '../tests/support/browser-cookies'
import { credentialsOf, newPlace, removePlace, up } from '../tests/support/platform'

/**
 * Server time of the heavy pages with 10,000 deployments and 1,000,000 log lines, and how many transactions each takes
 * in the database, nearly empty and full: the same number says that it does not grow. Usage: tsx bench/pages.ts [requests]
 */
const [requests = 100] = process.argv.slice(2).map(Number)
const deployments = 10_000
const lines = 1_000_000

const postgres = await startThrowawayPostgres()
const place = await newPlace()
place.env.DATABASE_URL = postgres.url
const command = await up(place)
const database = createDatabase(postgres.url)
try {
  const { url, email, password } = credentialsOf(place)
  const browser = new Cookies(url)
  await browser.signIn(email, password)

  const team = await database.team.findFirstOrThrow()
  const app = await database.app.create({
    data: {
      teamId: team.id,
      name: 'heavy',
      slug: 'heavy',
      image: 'heavy:v1',
      runSettings: { port: 3000 },
      liveSettings: {},
      envSealed: '',
      envNames: [],
      secretEnv: [],
    },
  })
  const release = await database.release.create({
    data: {
      teamId: team.id,
      appId: app.id,
      number: 1,
      image: 'heavy:v1',
      digest: `sha256:${'0'.repeat(64)}`,
      runSettings: { port: 3000 },
      envSealed: '',
      envNames: [],
      secretEnv: [],
    },
  })
  const addDeployments = (from: number, to: number) => database.$executeRaw`
    INSERT INTO "Deployment" (id, "teamId", "appId", number, status, trigger, "actorType", "actorId", "actorName",
      "releaseId", "queuedAt", "startedAt", "liveAt", "finishedAt", "drainState", proof)
    SELECT lpad(to_hex(n), 12, '0') || '-7000-8000-000000000000', ${team.id}, ${app.id}, n, 'succeeded', 'api', 'user', 'u', 'Someone',
      ${release.id}, now() - make_interval(mins => ${deployments} - n), now(), now(), now(), 'done',
      '{"requests":100,"failed":0,"appErrors":0,"retried":0,"cut":0,"probes":10,"probeFailures":0,"p50Ms":1,"p95Ms":2,"complete":true}'::jsonb
    FROM generate_series(${from}::int, ${to}::int) n`
  await addDeployments(1, 2)
  const newest = (n: number) => `${n.toString(16).padStart(12, '0')}-7000-8000-000000000000`

  const transactions = async (): Promise<number> => {
    const rows = await database.$queryRaw<{ n: bigint }[]>`
      SELECT xact_commit AS n FROM pg_stat_database WHERE datname = current_database()`
    return Number(rows[0]?.n)
  }
  const measure = async (path: string) => {
    const times: number[] = []
    for (let run = 0; run < requests; run += 1) {
      const from = performance.now()
      const response = await browser.request(path)
      await response.text()
      if (response.status !== 200) throw new Error(`${path}: ${response.status}`)
      if (run >= requests / 10) times.push(performance.now() - from)
    }
    times.sort((one, other) => one - other)
    const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(0)
    return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`
  }
  /** Transactions of ten requests, less what the worker does in as long a time by itself. */
  const perRequest = async (path: string): Promise<string> => {
    const count = async (work: () => Promise<unknown>) => {
      const before = await transactions()
      const from = performance.now()
      await work()
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, 5000 - (performance.now() - from))))
      return (await transactions()) - before
    }
    const idle = await count(async () => undefined)
    const busy = await count(async () => {
      for (let run = 0; run < 10; run += 1) await (await browser.request(path)).text()
    })
    return ((busy - idle) / 10).toFixed(1)
  }

  const history = `/apps/${app.id}/deployments`
  const few = [await perRequest(history), await perRequest(`/deployments/${newest(2)}`)]
  await addDeployments(3, deployments)
  await database.$executeRaw`
    INSERT INTO "DeploymentEvent" ("teamId", "deploymentId", at, type, data)
    SELECT ${team.id}, ${newest(deployments)}, now(), 'log',
      jsonb_build_object('at', '2026-01-01T00:00:00.000Z', 'replica', 1, 'stream', 'stdout', 'line', 'line ' || n)
    FROM generate_series(1, ${lines}::int) n`
  await database.$executeRaw`ANALYZE`
  const many = [await perRequest(history), await perRequest(`/deployments/${newest(deployments)}`)]
  console.log(`history, ${deployments} deployments: ${await measure(history)} (aim: p95 under 150 ms)`)
  console.log(`deployment, ${lines} log lines: ${await measure(`/deployments/${newest(deployments)}`)}`)
  console.log(`transactions a request, nearly empty: ${few.join(' and ')}; full: ${many.join(' and ')}`)
} finally {
  await database.$disconnect()
  command.child.kill('SIGTERM')
  await command.exit
  await removePlace(place)
  await postgres.stop()
}
