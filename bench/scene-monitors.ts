import type { createDatabase } from '@/adapters/database/client'
import type { Call } from '@/tests/support/api-caller'

type Database = ReturnType<typeof createDatabase>

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

interface Options {
  database: Database
  call: Call
  teamId: string
  apps: Record<'shop' | 'mail' | 'blog', string>
  proxyPort: string
}

/** Monitors of the scene's apps, checked by the instance itself, with three months behind them. Returns their ids by name. */
export const addMonitors = async (
  options: Options,
): Promise<Record<'shop' | 'checkout' | 'mail' | 'blog' | 'old', string>> => {
  const { database, call, teamId, apps, proxyPort } = options
  const add = async (name: string, app: keyof typeof apps, more: object = {}): Promise<string> => {
    const url = `http://${app}.localhost:${proxyPort}/`
    const { id } = await call('POST', '/monitors', { name, appId: apps[app], url, intervalSeconds: 5, ...more })
    return String(id)
  }
  const ids = {
    shop: await add('Shop', 'shop'),
    checkout: await add('Checkout', 'shop', {
      keyword: { text: 'not on this page', mustContain: false },
      headers: { 'X-Probe': 'kept' },
      degradedMs: 800,
    }),
    mail: await add('Mail', 'mail'),
    blog: await add('Blog', 'blog'),
    old: await add('Old shop', 'shop', { enabled: false }),
  }
  for (;;) {
    const waiting = await database.monitorWatch.count({
      where: { teamId, state: 'pending', monitor: { enabled: true } },
    })
    const isDown = await database.monitorWatch.count({ where: { monitorId: ids.blog, state: 'down' } })
    if (waiting === 0 && isDown === 1) break
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const now = Date.now()
  const history = async (
    monitorId: string,
    days: number,
    outages: readonly [daysAgo: number, ms: number, state?: string][],
  ) => {
    const first = await database.monitorPeriod.findFirstOrThrow({ where: { monitorId }, orderBy: { from: 'asc' } })
    const end = first.from.getTime()
    let at = now - days * day
    for (const [daysAgo, ms, state = 'down'] of outages) {
      const from = now - daysAgo * day
      await period(monitorId, 'up', at, from)
      await period(monitorId, state, from, from + ms)
      at = from + ms
    }
    await period(monitorId, 'up', at, end)
  }
  const period = (monitorId: string, state: string, from: number, to: number) =>
    database.monitorPeriod.create({ data: { teamId, monitorId, state, from: new Date(from), to: new Date(to) } })
  await history(ids.shop, 89, [
    [61, 14 * minute],
    [40, 3 * hour, 'degraded'],
    [12, 74_000],
  ])
  await history(ids.checkout, 89, [
    [55, 5 * hour],
    [54, 9 * hour],
    [20, 22 * minute],
  ])
  await history(ids.mail, 33, [])
  await history(ids.blog, 70, [[30, 40 * minute]])
  for (const id of [ids.shop, ids.checkout, ids.mail]) await addLatencies(database, teamId, id)
  return ids
}

/** Spans of a day's wave with noise, as roll-ups keep them. */
const addLatencies = async (database: Database, teamId: string, monitorId: string): Promise<void> => {
  for (const [seconds, days] of [
    [60, 7],
    [3600, 89],
    [86_400, 89],
  ] as const) {
    await database.$executeRaw`
      INSERT INTO "MonitorRollup" ("teamId", "monitorId", "seconds", "at", "checks", "failed", "slow", "skipped",
        "dnsMs", "connectMs", "tlsMs", "firstByteMs", "totalMs", "latencies")
      SELECT ${teamId}::uuid, ${monitorId}::uuid, ${seconds}::int, at, ${seconds}::int / 60, 0, 0, 0,
        dns, conn, tls, wait, dns + conn + tls + wait + rest,
        array_fill(0, ARRAY[14]) || ARRAY[${seconds}::int / 60]
      FROM (
        SELECT at, 1.5 + random() AS dns, 9 + random() * 2 AS conn, 18 + 3 * random() AS tls,
          60 + 25 * sin(extract(epoch FROM at) / 86400 * 6.283) + 8 * random() AS wait, 4 + random() AS rest
        FROM generate_series(
          date_bin(make_interval(secs => ${seconds}::int), (now() AT TIME ZONE 'utc') - make_interval(days => ${days}::int), TIMESTAMP 'epoch'),
          (now() AT TIME ZONE 'utc') - make_interval(secs => 2 * ${seconds}::int),
          make_interval(secs => ${seconds}::int)
        ) AS at
      ) spans
      ON CONFLICT DO NOTHING`
  }
}
