import { type APIResponse, type Browser, type BrowserContext, chromium, type Page, type Route } from 'playwright-core'

/** Debian's Chromium, started for tests: no sandbox as root, nothing that talks to anyone else. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

export interface Look {
  width: 1440 | 390
  theme: 'light' | 'dark'
}

interface File {
  status: number
  headers: Record<string, string>
  body: Buffer
}

const files = new Map<string, File>()

const read = async (response: APIResponse): Promise<File> => ({
  status: response.status(),
  headers: response.headers(),
  body: await response.body(),
})

const answer = async (route: Route): Promise<void> => {
  const request = route.request()
  if (request.resourceType() === 'eventsource') return route.continue()
  if (!request.url().includes('/_next/static/')) {
    return route.fulfill({ response: await route.fetch({ maxRedirects: 0 }) })
  }
  // A build's files never change, and a routed page has no cache of its own.
  const kept = files.get(request.url()) ?? (await read(await route.fetch()))
  files.set(request.url(), kept)
  return route.fulfill(kept)
}

/** A fresh browser profile of this width and theme; the phone has touch. It fetches by itself, piece by piece. */
export const openPlainContext = (browser: Browser, baseURL: string, look: Look): Promise<BrowserContext> =>
  browser.newContext({
    baseURL,
    colorScheme: look.theme,
    viewport: { width: look.width, height: look.width === 390 ? 844 : 900 },
    hasTouch: look.width === 390,
    reducedMotion: 'reduce',
  })

/** Such a profile for tests, in which nothing is lost while containers come and go. */
export const openContext = async (browser: Browser, baseURL: string, look: Look): Promise<BrowserContext> => {
  const context = await openPlainContext(browser, baseURL, look)
  // Chromium drops what it is loading whenever the machine's network changes, and here containers come and go all the
  // time. Playwright, which does not care, fetches for it; live streams are left to the browser, since they heal.
  await context.route('**/*', async (route) => {
    try {
      await answer(route)
    } catch {
      // A page that is left or closed has given up the request; any other failure is the page's to deal with.
      await route.abort().catch(() => undefined)
    }
  })
  return context
}

/** Closes it without waiting for what it was still loading. */
export const closeContext = async (context: BrowserContext): Promise<void> => {
  await context.unrouteAll({ behavior: 'ignoreErrors' })
  await context.close()
}

export const signIn = async (page: Page, login: { email: string; password: string }): Promise<void> => {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(login.email)
  await page.getByLabel('Password').fill(login.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL('**/apps')
}
