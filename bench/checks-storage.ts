import { createDatabase } from '@/adapters/database/client'
import { startThrowawayPostgres } from '@/bin/lib/throwaway-postgres'
import { latencyPlans, latencyRanges, latencyStep } from '@/core/monitors/latency-ranges'
import { applyMigrations } from '@/prisma/migrate'
import { latencySpans } from '@/services/monitors/latency-spans'
import { keepMonitorStorage } from '@/services/monitors/storage/keep-storage'
import { median } from './support'

/**
 * What the checks of ten thousand monitors cost to put together, how large they are, and how fast charts are read from
 * them. A fifth of a day by default: a check a minute of each for 288 minutes. Usage: tsx bench/checks-storage.ts
 * [monitors] [minutes]
 */
const [monitors = 10_000, minutes = 288] = process.argv.slice(2).map(Number)
const begin = new Date('2026-09-03T00:00:00Z')
const retention = { checks: 2, minutes: 7, hours: 100, days: 400, history: 400 }

const postgres = await startThrowawayPostgres()
await applyMigrations(postgres.url)
const instanceDb = createDatabase(postgres.url)
let now = begin
const log = { info: () => undefined, warn: console.warn, error: console.error }
const ctx = { instanceDb, log, clock: { now: () => now, wait: async () => undefined } }
const keep = () => keepMonitorStorage(ctx, retention)
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now()
  await work()
  return performance.now() - from
}
const at = (minute: number): Date => new Date(begin.getTime() + minute * 60_000)

const sizes = async (): Promise<void> => {
  const rows = await instanceDb.$queryRaw<{ name: string; bytes: number; rows: number }[]>`
    SELECT c.relname AS name, pg_total_relation_size(c.oid)::float8 AS bytes, c.reltuples::float8 AS rows
    FROM pg_class c WHERE c.relkind = 'r' AND c.relname LIKE 'Monitor%' AND c.reltuples > 0
      AND (c.relname LIKE 'MonitorCheck\\_%' OR c.relname LIKE 'MonitorRollup\\_%') ORDER BY 1`
  for (const { name, bytes, rows: count } of rows) {
    console.log(`${name}: ${count} rows, ${(bytes / 1e6).toFixed(0)} MB, ${(bytes / count).toFixed(0)} bytes a row`)
  }
}

try {
  await keep()
  const { id: teamId } = await instanceDb.team.create({ data: { name: 'Bench' } })
  await instanceDb.$executeRaw`
    INSERT INTO "Monitor" (id, "teamId", name, url, method, "requestSealed", "requestShown", "expectedStatus",
      "followRedirects", "intervalSeconds", "deployIntervalSeconds", "timeoutMs", "failureThreshold",
      "recoveryThreshold", "tlsExpiryDays", enabled, "updatedAt")
    SELECT gen_random_uuid()::text, ${teamId}, 'Page ' || n, 'https://shop.example/', 'GET', '', '{}', '200-299', true,
      60, 5, 10000, 2, 1, 14, true, now() FROM generate_series(1, ${monitors}::int) n`
  // In the order of time, as they come, hour by hour.
  for (let from = 0; from < minutes; from += 60) {
    await instanceDb.$executeRaw`
      INSERT INTO "MonitorCheck"
      SELECT ${teamId}::uuid, id::uuid, ${begin.toISOString()}::timestamp + make_interval(mins => minute, secs => 60 * random()),
        CASE WHEN random() < 0.01 THEN 'failed' ELSE 'ok' END, 200, NULL, 1 + random(), 5 + random(), 10 + random(),
        40 + 30 * random(), 60 - 40 * ln(1 - random())
      FROM generate_series(${from}::int, ${Math.min(minutes, from + 60) - 1}::int) minute, "Monitor" ORDER BY minute`
  }
  await instanceDb.$executeRaw`VACUUM ANALYZE`
  console.log(`${monitors} monitors, ${minutes} minutes`)

  const steps: number[] = []
  for (let minute = 1; minute <= 55; minute += 1) {
    now = at(minute + 5)
    steps.push(await timed(keep))
  }
  console.log(`a minute: median ${median(steps).toFixed(0)} ms, slowest ${Math.max(...steps).toFixed(0)} ms`)
  now = at(64)
  await keep()
  now = at(65)
  console.log(`a minute and an hour: ${(await timed(keep)).toFixed(0)} ms`)
  now = at(minutes + 5)
  console.log(`catching up with ${minutes - 60} minutes: ${((await timed(keep)) / 1000).toFixed(1)} s`)
  now = at(24 * 60 + 5)
  console.log(`the rest of the day, and the day: ${((await timed(keep)) / 1000).toFixed(1)} s`)
  await instanceDb.$executeRaw`VACUUM ANALYZE`
  await sizes()

  now = at(minutes)
  const { id: monitorId } = await instanceDb.monitor.findFirstOrThrow({ select: { id: true } })
  for (const range of latencyRanges) {
    const { seconds, level, ...plan } = latencyPlans[range]
    const stepSeconds = latencyStep({ seconds, level, ...plan }, 60)
    const to = new Date((Math.floor(now.getTime() / 1000 / stepSeconds) + 1) * stepSeconds * 1000)
    const asked = { monitorId, from: new Date(to.getTime() - seconds * 1000), to, stepSeconds, level }
    const times: number[] = []
    for (let turn = 0; turn < 20; turn += 1) times.push(await timed(() => latencySpans(ctx, asked)))
    console.log(`chart over ${range}: median ${median(times).toFixed(1)} ms`)
  }
  now = at(3 * 24 * 60)
  console.log(`dropping the day: ${(await timed(keep)).toFixed(0)} ms`)
} finally {
  await instanceDb.$disconnect()
  await postgres.stop()
}
