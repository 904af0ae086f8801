import { pidOf } from '@/tests/support/platform-state'
import { addApps, addDeployments, addLogLines } from './seed'
import { withDatabase } from './with-database'

/**
 * Server time of the heavy pages with 10,000 deployments and 1,000,000 log lines, and how many SQL statements each
 * takes, nearly empty and full: the same number says that it does not grow. Usage: tsx bench/pages.ts [requests]
 */
const [requests = 100] = process.argv.slice(2).map(Number)
const deployments = 10_000
const lines = 1_000_000

await withDatabase(
  async (filled) => {
    const { place, database, cookies: browser } = filled
    await database.$executeRaw`CREATE EXTENSION pg_stat_statements`
    const [app] = await addApps(filled, ['heavy'])
    if (!app) throw new Error('there is no app')

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
    const early = await addDeployments(filled, app, [1, 2])
    const few = [await perRequest(history), await perRequest(`/deployments/${early}`)]
    const newest = await addDeployments(filled, app, [3, deployments])
    await addLogLines(filled, app, newest, lines)
    await database.$executeRaw`ANALYZE`
    const many = [await perRequest(history), await perRequest(`/deployments/${newest}`)]
    console.log(`history, ${deployments} deployments: ${await measure(history)} (aim: p95 under 150 ms)`)
    console.log(`deployment, ${lines} log lines: ${await measure(`/deployments/${newest}`)}`)
    for (const [at, page] of ['history', 'deployment'].entries())
      console.log(`SQL statements of ${page}: nearly empty ${few[at]}, full ${many[at]}`)
  },
  ['shared_preload_libraries=pg_stat_statements'],
)
