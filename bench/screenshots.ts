import { randomBytes } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { createHmacLinkSigner } from '@/adapters/vault/hmac-link-signer'
import { startThrowawayPostgres } from '@/bin/lib/throwaway-postgres'
import { type Look, launchBrowser, openContext, openPlainContext, signIn } from '@/tests/e2e/support/browser'
import { sampleImage, testDocker } from '@/tests/support/docker'
import { credentialsOf, newPlace, removePlace, up } from '@/tests/support/platform'
import type { Picture } from './picture'
import { pictures } from './pictures'
import { makeScene, type Scene } from './scene'

/**
 * Pictures of every page in every state, at both widths and in both themes, of an instance of their own. They go to
 * screenshots/, or to the folder that is named; a second word, a regular expression, takes only those whose name fits.
 */
const [folder = 'screenshots', wanted = ''] = process.argv.slice(2)
const looks: readonly Look[] = ([1440, 390] as const).flatMap((width) =>
  (['light', 'dark'] as const).map((theme) => ({ width, theme })),
)

/** The sample app's versions under names as a team would give them. */
const versions = { v1: '1.4.0', v2: '1.5.0' } as const
const repo = 'example/shop'

const settle = async (page: Page): Promise<void> => {
  await page.evaluate(() => document.fonts.ready)
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
}

/** Makes the window as high as the page: what sticks to its edges is then where it belongs. */
const fitHeight = async (page: Page, { width }: Look): Promise<void> => {
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width, height })
  await settle(page)
}

type Open = (picture: Picture, look: Look) => Promise<BrowserContext>

/** A browser of each person in each look, signed in once. */
const browsersOf = (browser: Browser, scene: Scene): Open => {
  const known = new Map<string, Promise<BrowserContext>>()
  const start = async ({ as, isStreamed }: Picture, look: Look): Promise<BrowserContext> => {
    // Requests that are fetched for the browser come in one piece.
    const context = await (isStreamed ? openPlainContext : openContext)(browser, login.url, look)
    if (as !== null) await signIn(await context.newPage(), as === 'owner' ? login : scene[as])
    return context
  }
  return (picture, look) => {
    const key = `${picture.as} ${picture.isStreamed} ${look.width} ${look.theme}`
    const opened = known.get(key) ?? start(picture, look)
    known.set(key, opened)
    return opened
  }
}

const take = async (context: BrowserContext, scene: Scene, picture: Picture, look: Look): Promise<void> => {
  const page = await context.newPage()
  const after = await picture.show(page, scene)
  await settle(page)
  const path = join(folder, `${picture.name}-${look.width}-${look.theme}.png`)
  if (!picture.isOverlay) await fitHeight(page, look)
  await page.screenshot({ path })
  await after?.()
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.close()
}

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const postgres = await startThrowawayPostgres()
const place = await newPlace()
place.env.DATABASE_URL = postgres.url
// Nothing listens there; but pages show what they show where mails can be sent.
place.env.SMTP_URL = 'smtp://127.0.0.1:9?from=gapless@example.com'
const key = randomBytes(32).toString('base64')
place.env.GAPLESS_ENCRYPTION_KEY = key
const command = await up(place)
const login = credentialsOf(place)
const browser = await launchBrowser()
let scene: Scene | null = null
try {
  for (const [of, tag] of Object.entries(versions)) {
    await testDocker()
      .getImage(await sampleImage(of))
      .tag({ repo, tag })
  }
  scene = await makeScene(
    login,
    postgres.url,
    Object.values(versions).map((tag) => `${repo}:${tag}`),
    createHmacLinkSigner([key]),
  )
  const contextOf = browsersOf(browser, scene)
  for (const picture of pictures.filter(({ name }) => new RegExp(wanted).test(name))) {
    for (const look of looks) await take(await contextOf(picture, look), scene, picture, look)
    console.log(picture.name)
  }
} finally {
  await browser.close()
  await scene?.end()
  command.child.kill('SIGTERM')
  await command.exit
  await removePlace(place)
  await postgres.stop()
  for (const tag of Object.values(versions)) await testDocker().getImage(`${repo}:${tag}`).remove()
}
console.log(`Pictures are in ${folder}.`)
