import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectNoAxeViolations } from './support/axe'
import { closeContext, type Look, launchBrowser, openContext } from './support/browser'
import { type DevServer, startDevServer } from './support/dev-server'

const components = join(import.meta.dirname, '../../components')
const looks: Look[] = [
  { width: 1440, theme: 'light' },
  { width: 1440, theme: 'dark' },
  { width: 390, theme: 'light' },
  { width: 390, theme: 'dark' },
]

let server: DevServer
let browser: Browser

beforeAll(async () => {
  server = await startDevServer()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

/** Waits until React answers to what is pressed: it has then left its props at the elements. */
const becomesAlive = async (page: Page): Promise<void> => {
  await page.waitForFunction(() =>
    Object.keys(document.querySelector('main button') ?? {}).some((key) => key.startsWith('__reactProps')),
  )
}

const withPage = async (look: Look, use: (page: Page) => Promise<void>): Promise<void> => {
  const context = await openContext(browser, server.url, look)
  // Chromium, which is given all files by Playwright, cannot know that the page is of this machine; `next dev` brings a
  // page to life only once its socket to this machine is open.
  await context.grantPermissions(['local-network-access'])
  const page = await context.newPage()
  await page.goto('/dev/ui')
  await becomesAlive(page)
  await use(page)
  await closeContext(context)
}

const panel = (page: Page, title: string, theme: string): Locator =>
  page.getByRole('group', { name: `${title}, ${theme}`, exact: true })

const groundOf = (place: Locator): Promise<string> =>
  place.evaluate((element) => getComputedStyle(element).backgroundColor)

const idsGivenTwice = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id)
    return ids.filter((id, index) => ids.indexOf(id) !== index)
  })

describe.each(looks)('at $width px, $theme', (look) => {
  test('every state of every component is accessible and fits the width', () =>
    withPage(look, async (page) => {
      await expectNoAxeViolations(page)
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, 'the page is wider than the window').toBeLessThanOrEqual(0)
      expect(await idsGivenTwice(page)).toEqual([])
    }))

  test('each panel keeps its theme, and what opens from it has the same', () =>
    withPage(look, async (page) => {
      for (const [theme, ground, surface] of [
        ['light', 'rgb(252, 252, 251)', 'rgb(255, 255, 255)'],
        ['dark', 'rgb(16, 17, 18)', 'rgb(22, 23, 24)'],
      ] as const) {
        expect(await groundOf(panel(page, 'Button', theme))).toBe(ground)

        await page
          .getByRole('group', { name: `Dialog, ${theme}` })
          .getByRole('button')
          .first()
          .click()
        const dialog = page.getByRole('dialog')
        await dialog.waitFor()
        expect(await groundOf(dialog)).toBe(surface)
        await expectNoAxeViolations(page)
        await page.keyboard.press('Escape')
        await dialog.waitFor({ state: 'detached' })

        await page
          .getByRole('group', { name: `Menu, ${theme}` })
          .getByRole('button')
          .first()
          .click()
        const menu = page.getByRole('menu')
        await menu.waitFor()
        expect(await groundOf(menu)).toBe(surface)
        await page.keyboard.press('Escape')
        await menu.waitFor({ state: 'detached' })
      }
    }))
})

test('no file of components/ui is left out, and none is named that is not there', () =>
  withPage({ width: 1440, theme: 'light' }, async (page) => {
    const exhibits = await page.locator('[data-shows]').all()
    const named = await Promise.all(exhibits.map((exhibit) => exhibit.getAttribute('data-shows')))
    const shown = named.flatMap((files) => files?.split(' ') ?? [])
    const primitives = readdirSync(join(components, 'ui')).map((file) => `ui/${file.replace(/\.tsx?$/, '')}`)
    expect(primitives.length).toBeGreaterThan(10)
    expect(primitives.filter((file) => !shown.includes(file))).toEqual([])
    expect(shown.filter((file) => !existsSync(join(components, `${file}.tsx`)))).toEqual([])
  }))
