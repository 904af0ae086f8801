import { createDatabase } from '../adapters/database/client'
import { startThrowawayPostgres } from '../bin/lib/throwaway-postgres'
import { Cookies } from '../tests/support/browser-cookies'
import { credentialsOf, newPlace, removePlace, up } from '../tests/support/platform'
import { pidOf } from '../tests/support/platform-state'

/**
 * Server time of the heavy pages with 10,000 deployments and 1,000,000 log lines, and how many SQL statements each
 * takes, nearly empty and full: the same number says that it does not grow. Usage: tsx bench/pages.ts [requests]
 */
const [requests = 100] = process.argv.slice(2).map(Number)
const deployments = 10_000
const lines = 1_000_000

const postgres = await startThrowawayPostgres(['shared_preload_libraries=pg_stat_statements'])
const place = await newPlace()
place.env.DATABASE_URL = postgres.url
const command = await up(place)
const database = createDatabase(postgres.url)
try {
  await database.$executeRaw`CREATE EXTENSION pg_stat_statements`
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

  const statements = async (): Promise<number> => {
    const rows = await database.$queryRaw<{ n: bigint }[]>`
      SELECT sum(calls)::bigint AS n FROM pg_stat_statements WHERE query NOT LIKE '%pg_stat_statements%'`
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
  /** SQL statements of each of five requests, while the worker, which has work of its own, stands still. */
  const perRequest = async (path: string): Promise<string> => {
    const worker = pidOf(place, 'worker')
    if (worker === null) throw new Error('there is no worker')
    const counts: number[] = []
    await (await browser.request(path)).text()
    process.kill(worker, 'SIGSTOP')
    try {
      for (let run = 0; run < 5; run += 1) {
        const before = await statements()
        await (await browser.request(path)).text()
        counts.push((await statements()) - before)
      }
    } finally {
      process.kill(worker, 'SIGCONT')
    }
    return counts.join(' ')
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
  for (const [at, page] of ['history', 'deployment'].entries())
    console.log(`SQL statements of ${page}: nearly empty ${few[at]}, full ${many[at]}`)
} finally {
  await database.$disconnect()
  command.child.kill('SIGTERM')
  await command.exit
  await removePlace(place)
  await postgres.stop()
}
