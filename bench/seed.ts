import { randomBytes } from 'node:crypto'
import { sampleLevels } from '@/core/samples/ranges'
import { sealEnv } from '@/services/apps/env-seal'
import type { Filled } from './with-database'

type Target = Pick<Filled, 'database' | 'vault'>

/** An app that was written straight to the database, with the release it runs. */
export interface SeededApp {
  id: string
  teamId: string
  hostId: string
  releaseId: string
}

/** A UUID of version 7 of this moment: pages are in the order of their ids. */
const idAt = (ms: number): string => {
  const time = ms.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${randomBytes(6).toString('hex')}`
}

/** Writes these apps on host `local`, the last the newest, each with a domain and a release that is live. */
export const addApps = async ({ database, vault }: Target, names: readonly string[]): Promise<SeededApp[]> => {
  const { id: hostId, teamId } = await database.host.findFirstOrThrow({ where: { name: 'local' } })
  const now = Date.now()
  const apps = names.map((name, index) => {
    const at = now - (names.length - index) * 1000
    return { id: idAt(at), releaseId: idAt(at), createdAt: new Date(at), name }
  })
  const common = (appId: string, name: string) => ({
    teamId,
    image: `registry.example.com/${name}:v1`,
    runSettings: { port: 3000 },
    envSealed: sealEnv(vault, appId, {}),
  })
  await database.app.createMany({
    data: apps.map(({ id, releaseId, createdAt, name }) => ({
      id,
      name,
      slug: name,
      ...common(id, name),
      liveSettings: {},
      currentReleaseId: releaseId,
      nextRelease: 2,
      createdAt,
    })),
  })
  await database.release.createMany({
    data: apps.map(({ id, releaseId, name }) => ({
      id: releaseId,
      appId: id,
      number: 1,
      digest: `sha256:${'0'.repeat(64)}`,
      ...common(id, name),
    })),
  })
  await database.domain.createMany({
    data: apps.map(({ id, name }) => ({ teamId, appId: id, name: `${name}.example.com` })),
  })
  await database.appHost.createMany({ data: apps.map(({ id }) => ({ teamId, appId: id, hostId })) })
  return apps.map(({ id, releaseId }) => ({ id, teamId, hostId, releaseId }))
}

/** Writes deployments of these numbers that have succeeded, a minute apart, the last just now; gives the last one's id. */
export const addDeployments = async (
  { database }: Target,
  app: SeededApp,
  [from, to]: readonly [number, number],
): Promise<string> => {
  await database.$executeRaw`
    INSERT INTO "Deployment" (id, "teamId", "appId", number, status, trigger, "actorType", "actorId", "actorName",
      "releaseId", "queuedAt", "startedAt", "liveAt", "finishedAt", "drainState", proof)
    SELECT uuidv7(make_interval(mins => n - ${to} - 1)), ${app.teamId}, ${app.id}, n, 'succeeded', 'api', 'user', 'u', 'Someone', ${app.releaseId},
      at, at, at + interval '5 seconds', at + interval '15 seconds', 'done',
      '{"requests":100,"failed":0,"appErrors":0,"retried":0,"cut":0,"probes":10,"probeFailures":0,"p50Ms":1,"p95Ms":2,"complete":true}'::jsonb
    FROM generate_series(${from}::int, ${to}::int) n,
      LATERAL (SELECT (now() AT TIME ZONE 'utc')::timestamp(3) - make_interval(mins => ${to} - n + 1) AS at) times`
  await database.app.update({ where: { id: app.id }, data: { nextDeployment: to + 1 } })
  const { id } = await database.deployment.findFirstOrThrow({ where: { appId: app.id, number: to } })
  return id
}

/** Writes so many lines of log to a deployment. */
export const addLogLines = ({ database }: Target, app: SeededApp, deploymentId: string, lines: number) =>
  database.$executeRaw`
    INSERT INTO "DeploymentEvent" ("teamId", "deploymentId", at, type, data)
    SELECT ${app.teamId}, ${deploymentId}, now(), 'log',
      jsonb_build_object('at', '2026-01-01T00:00:00.000Z', 'replica', 1, 'stream', 'stdout', 'line', 'line ' || n)
    FROM generate_series(1, ${lines}::int) n`

/** Writes what was measured of the apps until now, as long as each kind of sample is kept but no longer than this. */
export const addSamples = async (
  { database }: Target,
  apps: readonly SeededApp[],
  seconds: number,
  levels: readonly number[] = sampleLevels.map((level) => level.seconds),
): Promise<void> => {
  for (const { seconds: span, keptSeconds } of sampleLevels.filter((level) => levels.includes(level.seconds))) {
    const count = Math.floor(Math.min(seconds, keptSeconds) / span)
    await database.$executeRaw`
      INSERT INTO "AppSample" ("teamId", "appId", "hostId", seconds, at, covered, requests, errors, "responseMs",
        "cpuPercent", "memoryBytes")
      SELECT a."teamId", a.id, ${apps[0]?.hostId}, ${span},
        date_bin(make_interval(secs => ${span}), (now() AT TIME ZONE 'utc'), TIMESTAMP 'epoch')
          - make_interval(secs => n * ${span}),
        ${span}, ${span} * (20 + 10 * sin(n / 7.0)), CASE WHEN n % 50 = 0 THEN 1 ELSE 0 END, 30 + 10 * cos(n / 9.0),
        15 + 5 * sin(n / 11.0), 100000000 + 1000000 * (n % 20)
      FROM "App" a, generate_series(1, ${count}::int) n WHERE a.id = ANY(${apps.map((app) => app.id)})`
  }
}
