import { loadavg } from 'node:os'
import type { Browser } from 'playwright-core'
import { launchBrowser, signIn } from '@/tests/e2e/support/browser'
import { pidOf } from '@/tests/support/platform-state'
import { addApps, addDeployments, addLogLines, addSamples } from './seed'
import { median } from './support'
import { openPlain, type Paint, paintOf, type State, scrollLogUp, visit } from './web/paint'
import { allPages, scriptsOf } from './web/scripts'
import { openTabs, watchQuiet } from './web/tabs'
import { type Filled, withDatabase } from './with-database'

/**
 * What a browser gets of a full instance: how soon the heavy pages are painted and how much they move, how much script
 * each page brings, and what open tabs cost the server. Usage: tsx bench/web.ts [runs] [tabs]
 */
const [runs = 5, tabs = 200] = process.argv.slice(2).map(Number)
const widths = [1440, 390] as const
const day = 86_400
const quietSeconds = 30

const fill = async (filled: Filled): Promise<{ appId: string; deploymentId: string }> => {
  const others = await addApps(
    filled,
    Array.from({ length: 999 }, (_, index) => `app-${index + 1}`),
  )
  const [heavy] = await addApps(filled, ['heavy'])
  if (!heavy) throw new Error('there is no app')
  await Promise.all(others.map((app) => addDeployments(filled, app, [1, 1])))
  const deploymentId = await addDeployments(filled, heavy, [1, 10_000])
  await addLogLines(filled, heavy, deploymentId, 100_000)
  await addSamples(filled, [heavy], 30 * day)
  await addSamples(filled, others.slice(-60), 3600, [60])
  await filled.database.$executeRaw`ANALYZE`
  return { appId: heavy.id, deploymentId }
}

const signedIn = async (browser: Browser, { url, login }: Filled): Promise<State> => {
  const page = await openPlain(browser, url, 1440)
  await page.goto(url)
  await signIn(page, login)
  const state = await page.context().storageState()
  await page.context().close()
  return state
}

/** Says what was the worst, and for what missed its aim what made it so. */
const tellPaints = (name: string, paints: readonly Paint[]): void => {
  const times = paints.map((paint) => paint.largestMs)
  const shifts = paints.map((paint) => paint.shift)
  const figures = [
    `${median(paints.map((paint) => paint.answeredMs)).toFixed(0)} ms`,
    `${median(times).toFixed(0)} ms`,
    `${Math.max(...times).toFixed(0)} ms`,
    median(shifts).toFixed(3),
    Math.max(...shifts).toFixed(3),
  ]
  console.log(`${name.padEnd(36)}${figures.map((figure) => figure.padStart(10)).join('')}`)
  const latest = paints.find((paint) => paint.largestMs === Math.max(...times))
  if (latest && latest.largestMs >= 1000) console.log(`    last painted: ${latest.largest}`)
  const shifted = paints.find((paint) => paint.shift > 0.05)
  for (const what of shifted?.shifted.slice(0, 5) ?? []) console.log(`    moved ${what}`)
}

const measurePaint = async (browser: Browser, url: string, state: State, heavy: [name: string, path: string][]) => {
  console.log(
    `\nLargest paint (aim: under 1000 ms) and layout shift (aim: at most 0.05), median of ${runs} runs and worst`,
  )
  console.log(`${''.padEnd(36)}  answered     paint     worst     shift     worst`)
  for (const width of widths) {
    for (const [name, path] of heavy) {
      const paints: Paint[] = []
      // The first visit only warms the server.
      for (let run = 0; run <= runs; run += 1) {
        const page = await openPlain(browser, url, width, state)
        await visit(page, path)
        if (run > 0) paints.push(await paintOf(page))
        await page.context().close()
      }
      tellPaints(`${name}, ${width}`, paints)
    }
  }
}

const measureScroll = async (browser: Browser, url: string, state: State, path: string) => {
  for (const width of widths) {
    const page = await openPlain(browser, url, width, state)
    await visit(page, path)
    const lines = await scrollLogUp(page, 20_000)
    tellPaints(`log read up to ${lines} lines, ${width}`, [await paintOf(page)])
    await page.context().close()
  }
}

const measureScripts = async (browser: Browser, url: string, state: State, paths: readonly string[]) => {
  console.log('\nScript on the wire (aim: under 250 kB)')
  const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
  const pages = []
  for (const path of paths) {
    const scripts = await scriptsOf(browser, url, path, path === '/sign-in' ? undefined : state)
    pages.push({ path, scripts, bytes: scripts.reduce((sum, { bytes }) => sum + bytes, 0) })
  }
  pages.sort((one, other) => other.bytes - one.bytes)
  for (const { path, bytes, scripts } of pages) console.log(`${path.padEnd(64)}${kb(bytes)} in ${scripts.length}`)
  for (const { url: script, bytes } of pages[0]?.scripts.slice(0, 5) ?? []) {
    console.log(`    of the first: ${kb(bytes)} ${new URL(script).pathname}`)
  }
  const plain = pages.flatMap((page) => page.scripts.filter(({ encoding }) => encoding !== 'gzip'))
  console.log(`without gzip: ${plain.length}, the largest ${kb(Math.max(0, ...plain.map((script) => script.bytes)))}`)
}

const measureTabs = async ({ place, cookies }: Filled) => {
  const pid = pidOf(place, 'web')
  if (pid === null) throw new Error('there is no web')
  // What comes with the first connections and stays is not each tab's.
  const first = await openTabs(cookies, tabs)
  first.close()
  const before = await watchQuiet(pid, quietSeconds)
  const open = await openTabs(cookies, tabs)
  const after = await watchQuiet(pid, quietSeconds)
  console.log(`\n${tabs} open tabs while nothing happens, ${quietSeconds} s (${open.lost()} lost)`)
  console.log(`CPU of web: ${before.cpuPercent.toFixed(2)} % without, ${after.cpuPercent.toFixed(2)} % with them`)
  console.log(`each tab: ${((after.cpuPercent - before.cpuPercent) / tabs).toFixed(4)} % CPU (aim: under 1 %)`)
  console.log(`each tab: ${((after.memoryKb - before.memoryKb) / tabs).toFixed(0)} kB of memory`)
  open.close()
}

await withDatabase(async (filled) => {
  const { appId, deploymentId } = await fill(filled)
  const browser = await launchBrowser()
  try {
    await measureTabs(filled)
    const state = await signedIn(browser, filled)
    const app = `/apps/${appId}`
    const deployment = `/deployments/${deploymentId}`
    console.log(
      `load of this machine: ${loadavg()
        .map((load) => load.toFixed(1))
        .join(' ')}`,
    )
    await measurePaint(browser, filled.url, state, [
      ['apps, 1,000', '/apps'],
      ['apps, found', '/apps?q=app-77'],
      ['app, 1 hour', app],
      ['app, 30 days', `${app}?range=30d`],
      ['deployments of an app, 10,000', `${app}/deployments`],
      ['deployments', '/deployments'],
      ['deployment, 100,000 lines', deployment],
    ])
    await measureScroll(browser, filled.url, state, deployment)
    await measureScripts(browser, filled.url, state, allPages(appId, deploymentId))
  } finally {
    await browser.close()
  }
})
