import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { plainMonitor } from '@/tests/support/plain-monitor'
import { pidOf } from '@/tests/support/platform-state'
import { inWords, startsWithin } from './monitors/starts'
import { addressOf, allowedRange } from './monitors/targets'
import { median } from './support'
import { usageOf } from './usage'
import { type Filled, withDatabase } from './with-database'

/**
 * Ten thousand monitors, each once a minute, on one worker: how late checks begin, what was missed, what the worker uses,
 * how soon all are checked again after it was killed, how fast the list opens and whether that slows checks. Aims: p99 under
 * 1 s, none missed, under one core and 600 MB, a list in 200 ms. Usage: tsx bench/monitors.ts [minutes] [monitors]
 */
const [minutes = 10, count = 10_000] = process.argv.slice(2).map(Number)
const hosts = 500
/** Monitors that are written in one statement. */
const atOnce = 500
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const startTargets = async () => {
  const targets = fork(join(import.meta.dirname, 'monitors/targets.ts'), [String(hosts)], {
    execArgv: ['--import', 'tsx'],
  })
  const [message] = await once(targets, 'message')
  return { ...z.object({ port: z.number() }).parse(message), stop: () => targets.kill('SIGKILL') }
}

const addMonitors = async ({ database, vault }: Filled, port: number): Promise<string[]> => {
  const { id: teamId } = await database.team.findFirstOrThrow()
  const now = new Date()
  const ids = Array.from({ length: count }, () => randomUUID())
  const request = JSON.stringify({ headers: {}, body: null, auth: null })
  for (let from = 0; from < count; from += atOnce) {
    const some = ids.slice(from, from + atOnce)
    await database.monitor.createMany({
      data: some.map((id, index) => ({
        ...plainMonitor(teamId, from + index),
        id,
        url: `http://${addressOf((from + index) % hosts)}:${port}/`,
        requestShown: { headerNames: [], hasBody: false, auth: null },
        requestSealed: vault.seal(request, `monitor:${id}:request`),
      })),
    })
    await database.monitorPeriod.createMany({
      data: some.map((monitorId) => ({ teamId, monitorId, state: 'pending', from: now })),
    })
    await database.monitorWatch.createMany({
      data: some.map((monitorId) => ({ monitorId, teamId, since: now, dueAt: now })),
    })
  }
  await database.$executeRaw`ANALYZE`
  return ids
}

/** Resolves when each monitor has been checked since then; with how long that took, in seconds. */
const untilAllChecked = async ({ database }: Filled, since: number): Promise<number> => {
  for (;;) {
    const at = new Date(since)
    const left = await database.monitorWatch.count({
      where: { OR: [{ lastCheckAt: null }, { lastCheckAt: { lt: at } }] },
    })
    if (left === 0) return (Date.now() - since) / 1000
    await pause(250)
  }
}

const workerOf = ({ place }: Filled): number => {
  const pid = pidOf(place, 'worker')
  if (pid === null) throw new Error('there is no worker')
  return pid
}

const measureChecks = async (filled: Filled, ids: readonly string[]): Promise<void> => {
  const pid = workerOf(filled)
  const [from, before] = [Date.now(), usageOf(pid)]
  let most = before.memoryKb
  for (let half = 0; half < minutes * 2; half += 1) {
    await pause(30_000)
    most = Math.max(most, usageOf(pid).memoryKb)
  }
  const [to, after] = [Date.now(), usageOf(pid)]
  // What began at the end comes back when its time is over.
  await pause(15_000)
  console.log(`${minutes} min, ${ids.length} monitors: ${inWords(await startsWithin(filled.database, ids, from, to))}`)
  console.log(`worker: ${(((after.cpuMs - before.cpuMs) / (to - from)) * 100).toFixed(1)} % of a core`)
  console.log(`worker: ${(most / 1024).toFixed(0)} MB at most, ${(after.memoryKb / 1024).toFixed(0)} MB at the end`)
}

const measureRestart = async (filled: Filled): Promise<void> => {
  const at = Date.now()
  process.kill(workerOf(filled), 'SIGKILL')
  console.log(`killed: every monitor was checked again after ${(await untilAllChecked(filled, at)).toFixed(1)} s`)
}

const measureLists = async (filled: Filled, ids: readonly string[]): Promise<void> => {
  const from = Date.now()
  for (const path of ['/monitors', '/monitors?q=Page+99']) {
    const times: number[] = []
    for (let turn = 0; turn < 30; turn += 1) {
      const began = performance.now()
      const response = await filled.cookies.request(path)
      const text = await response.text()
      if (!response.ok) throw new Error(`${path}: ${response.status}`)
      times.push(performance.now() - began)
      if (turn === 0) console.log(`${path}: ${(text.length / 1000).toFixed(0)} kB`)
      await pause(500)
    }
    console.log(`${path}: median ${median(times).toFixed(0)} ms, slowest ${Math.max(...times).toFixed(0)} ms`)
  }
  const to = Date.now()
  await pause(15_000)
  console.log(`meanwhile: ${inWords(await startsWithin(filled.database, ids, from, to))}`)
}

const targets = await startTargets()
try {
  await withDatabase(
    async (filled) => {
      const added = Date.now()
      const ids = await addMonitors(filled, targets.port)
      console.log(`added: every monitor was checked after ${(await untilAllChecked(filled, added)).toFixed(1)} s`)
      // Until every monitor is in the slot that is its own.
      await pause(70_000)
      await measureChecks(filled, ids)
      await measureRestart(filled)
      await pause(70_000)
      await measureLists(filled, ids)
      const sizes = await filled.database.$queryRaw`
        SELECT pg_size_pretty(pg_total_relation_size('"MonitorWatch"')) AS watches,
          (SELECT count(*)::int FROM "MonitorCheck") AS checks`
      console.log(JSON.stringify(sizes))
      console.log(
        `load of this machine: ${loadavg()
          .map((load) => load.toFixed(1))
          .join(' ')}`,
      )
    },
    [],
    { GAPLESS_ALLOWED_RANGES: allowedRange },
  )
} finally {
  targets.stop()
}
