import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

/** What moved, by how much, and when. */
interface Shift {
  value: number
  at: number
  what: string[]
}

interface Watched {
  largest: { at: number; what: string }
  shifts: Shift[]
}

declare global {
  interface Window {
    /** What the page has painted and moved so far. */
    watched: Watched
  }
  interface PerformanceEntry {
    /** Of a layout-shift, which the types of the DOM do not know. */
    value?: number
    hadRecentInput?: boolean
    sources?: { node?: Node | null }[]
  }
}

/** How a page came to be: times in ms since it was asked for, and the elements that were largest and that moved. */
export interface Paint {
  /** When the whole document was there; what is later is the browser's own time. */
  answeredMs: number
  /** Largest Contentful Paint. */
  largestMs: number
  largest: string
  /** Cumulative layout shift. */
  shift: number
  shifted: string[]
}

export type State = Exclude<BrowserContextOptions['storageState'], string | undefined>

/** How long a page is left open before it counts as done: what is late must not move anything either. */
const openMs = 3000

/** Runs in the page, so it stands alone. */
const watch = (): void => {
  window.watched = { largest: { at: 0, what: '' }, shifts: [] }
  const describe = (node: Node | null | undefined): string => {
    const element = node instanceof Element ? node : node?.parentElement
    if (!element) return 'gone'
    return `<${element.tagName.toLowerCase()} class="${element.className}"> ${(element.textContent ?? '').slice(0, 40)}`
  }
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const element = entry instanceof LargestContentfulPaint ? entry.element : null
      window.watched.largest = { at: entry.startTime, what: describe(element) }
    }
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const { value = 0, startTime: at, hadRecentInput, sources = [] } of list.getEntries()) {
      if (hadRecentInput) continue
      window.watched.shifts.push({ value, at, what: sources.map((source) => describe(source.node)) })
    }
  }).observe({ type: 'layout-shift', buffered: true })
}

/** The worst burst of shifts: less than a second between them and five seconds at most, as web.dev/cls defines it. */
const cumulativeShift = (shifts: readonly Shift[]): number => {
  let worst = 0
  let sum = 0
  let first = Number.NEGATIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const { value, at } of shifts) {
    const goesOn = at - last < 1000 && at - first < 5000
    if (!goesOn) first = at
    sum = goesOn ? sum + value : value
    last = at
    worst = Math.max(worst, sum)
  }
  return worst
}

/** A fresh, signed-in browser profile of this width. Nothing stands between it and the server, which would take time. */
export const openPlain = async (browser: Browser, baseURL: string, width: number, state?: State): Promise<Page> => {
  const context = await browser.newContext({
    baseURL,
    viewport: { width, height: width === 390 ? 844 : 900 },
    hasTouch: width === 390,
    ...(state === undefined ? {} : { storageState: state }),
  })
  const page = await context.newPage()
  // tsx marks functions with a helper of its own, which pages do not have.
  await page.addInitScript('globalThis.__name = (marked) => marked')
  await page.addInitScript(watch)
  return page
}

/** Opens a page and leaves it open for a while. Throws when the answer is another than it should be. */
export const visit = async (page: Page, path: string, status = 200): Promise<void> => {
  const response = await page.goto(path)
  if (response?.status() !== status) throw new Error(`${path}: ${response?.status()}`)
  await page.waitForTimeout(openMs)
}

/** What a page has painted and moved since it was opened. */
export const paintOf = async (page: Page): Promise<Paint> => {
  const { largest, shifts, answeredMs } = await page.evaluate(() => ({
    ...window.watched,
    answeredMs: performance.getEntriesByType('navigation')[0]?.toJSON().responseEnd ?? 0,
  }))
  return {
    answeredMs: Number(answeredMs),
    largestMs: largest.at,
    largest: largest.what,
    shift: cumulativeShift(shifts),
    shifted: [
      ...new Set(
        shifts.flatMap(({ value, at, what }) =>
          what.map((one) => `${value.toFixed(4)} at ${at.toFixed(0)} ms: ${one}`),
        ),
      ),
    ],
  }
}

/** Turns the wheel until so many lines of the log are there, and gives how many there are. */
export const scrollLogUp = async (page: Page, lines: number): Promise<number> => {
  const log = page.getByRole('log', { name: 'Log lines' })
  await log.scrollIntoViewIfNeeded()
  await log.hover()
  const lineHeight = 20
  const until = Date.now() + 120_000
  let there = 0
  while (there < lines && Date.now() < until) {
    await page.mouse.wheel(0, -5000)
    await page.waitForTimeout(50)
    there = Math.floor((await log.evaluate((box) => box.scrollHeight)) / lineHeight)
  }
  return there
}
