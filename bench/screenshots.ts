import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { z } from 'zod'
import { closeContext, type Look, launchBrowser, openContext, signIn } from '@/tests/e2e/support/browser'

/**
 * Pictures of every page of a running instance, at both widths and in both themes: GAPLESS_HOME says whose.
 * They go to screenshots/, or to the folder that is named.
 */
const home = process.env.GAPLESS_HOME || '.gapless'
const folder = process.argv[2] ?? 'screenshots'
const credentials = z
  .object({ url: z.string(), email: z.string(), password: z.string(), apiToken: z.string() })
  .parse(JSON.parse(readFileSync(join(home, 'initial-credentials.json'), 'utf8')))

const entrySchema = z.object({ id: z.string(), status: z.string().optional() })
type Entry = z.infer<typeof entrySchema>

const read = async (path: string): Promise<Entry[]> => {
  const response = await fetch(`${credentials.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${credentials.apiToken}` },
  })
  return z.object({ data: z.array(entrySchema) }).parse(await response.json()).data
}

/** One deployment of each end, of all apps. */
const deploymentsByEnd = async (apps: readonly Entry[]): Promise<Map<string, string>> => {
  const found = new Map<string, string>()
  for (const app of apps) {
    for (const { id, status } of await read(`/apps/${app.id}/deployments`)) {
      if (status !== undefined && !found.has(status)) found.set(status, id)
    }
  }
  return found
}

const pagesOf = async (): Promise<[name: string, path: string][]> => {
  const apps = await read('/apps')
  const app = apps[0]?.id
  const ends = await deploymentsByEnd(apps)
  return [
    ['apps', '/apps'],
    ['app-new', '/apps/new'],
    ...(app === undefined
      ? []
      : (['', '/deployments', '/logs', '/environment', '/settings'] as const).map((tab): [string, string] => [
          `app${tab.replace('/', '-')}`,
          `/apps/${app}${tab}`,
        ])),
    ...[...ends].map(([status, id]): [string, string] => [`deployment-${status}`, `/deployments/${id}`]),
    ['deployments', '/deployments'],
    ['hosts', '/hosts'],
    ['host-new', '/hosts/new'],
    ['settings-tokens', '/settings/tokens'],
    ['settings-registries', '/settings/registries'],
    ['settings-audit', '/settings/audit'],
    ['settings-account', '/settings/account'],
    ['not-found', '/nowhere'],
  ]
}

const take = async (page: Page, name: string, look: Look): Promise<void> => {
  await page.getByRole('status', { name: 'Loading' }).waitFor({ state: 'detached' })
  await page.locator('.skeleton').first().waitFor({ state: 'detached' })
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: join(folder, `${name}-${look.width}-${look.theme}.png`), fullPage: true })
}

const takeRedeployDialog = async (page: Page, look: Look): Promise<void> => {
  await page.goto('/deployments')
  const button = page.locator('[data-redeploy]').first()
  if ((await button.count()) === 0) return
  await button.click()
  await page.locator('dl[aria-busy=false]').waitFor()
  await take(page, 'redeploy', look)
}

mkdirSync(folder, { recursive: true })
const browser = await launchBrowser()
try {
  for (const width of [1440, 390] as const) {
    for (const theme of ['light', 'dark'] as const) {
      const look: Look = { width, theme }
      const context = await openContext(browser, credentials.url, look)
      const page = await context.newPage()
      await page.goto('/sign-in')
      await take(page, 'sign-in', look)
      await signIn(page, credentials)
      for (const [name, path] of await pagesOf()) {
        await page.goto(path)
        await take(page, name, look)
      }
      await takeRedeployDialog(page, look)
      await closeContext(context)
    }
  }
} finally {
  await browser.close()
}
console.log(`Pictures are in ${folder}.`)
