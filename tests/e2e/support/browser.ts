import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'

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

/** A fresh browser profile of this width and theme; the phone has touch. */
export const openContext = async (browser: Browser, baseURL: string, look: Look): Promise<BrowserContext> => {
  const context = await browser.newContext({
    baseURL,
    colorScheme: look.theme,
    viewport: { width: look.width, height: look.width === 390 ? 844 : 900 },
    hasTouch: look.width === 390,
    reducedMotion: 'reduce',
  })
  // Chromium drops what it is loading whenever the machine's network changes, and here containers come and go all the
  // time. Scripts and styles are fetched by Playwright instead, which does not care; all else is left to the browser.
  await context.route('**/_next/static/**', async (route) => route.fulfill({ response: await route.fetch() }))
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
