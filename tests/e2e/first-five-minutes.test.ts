import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { sampleImage } from '../support/docker'
import { type Command, credentialsOf, newPlace, type Place, removePlace, up } from '../support/platform'
import { ask } from '../support/traffic'
import { expectNoAxeViolations } from './support/axe'
import { closeContext, launchBrowser, openContext } from './support/browser'
import { verdict } from './support/deploying'

let place: Place
let started: Command
let browser: Browser

beforeAll(async () => {
  ;[place, browser] = await Promise.all([newPlace(), launchBrowser()])
  started = await up(place)
})
afterAll(async () => {
  await browser.close()
  started.child.kill('SIGTERM')
  await started.exit
  await removePlace(place)
})

/** Someone who counts what is asked of them. */
const newcomer = () => {
  const done = { clicks: 0, fields: 0 }
  return {
    done,
    click: async (target: Locator) => {
      done.clicks += 1
      await target.click()
    },
    fill: async (target: Locator, text: string) => {
      done.fields += 1
      await target.fill(text)
    },
  }
}

/** With what bin/up has said: where the dashboard is, and where the password stands. */
const signInAsTold = async (page: Page, who: ReturnType<typeof newcomer>): Promise<void> => {
  const { url, email } = /at (?<url>http\S+?)\. Sign in as (?<email>\S+);/.exec(started.output())?.groups ?? {}
  const credentials = z
    .object({ password: z.string() })
    .parse(JSON.parse(readFileSync(join(place.home, 'initial-credentials.json'), 'utf8')))
  await page.goto(url ?? '')
  await who.fill(page.getByLabel('E-mail'), email ?? '')
  await who.fill(page.getByLabel('Password'), credentials.password)
  await who.click(page.getByRole('button', { name: 'Sign in' }))
  await page.getByRole('heading', { level: 1, name: 'Apps' }).waitFor()
}

const expectServed = async (host: string): Promise<void> => {
  const httpPort = Number(new URL(credentialsOf(place).proxyUrl).port)
  expect((await ask({ httpPort }, host)).status).toBe(200)
}

test('the sample app is live after a few presses, and nothing is a dead end', async () => {
  const who = newcomer()
  const context = await openContext(browser, credentialsOf(place).url, { width: 1440, theme: 'light' })
  const page = await context.newPage()
  await signInAsTold(page, who)
  await expectNoAxeViolations(page)
  await who.click(page.getByRole('link', { name: 'Try it with the sample app' }))
  await who.click(page.getByRole('button', { name: 'Create and deploy' }))
  await page.waitForURL('**/deployments/*')
  await verdict(page, 'v1 is live.')
  await expectServed('sample.localhost')
  console.log(`from sign-in to a live sample app: ${who.done.clicks} clicks, ${who.done.fields} typed fields`)
  expect(who.done.clicks).toBeLessThanOrEqual(6)
  expect(who.done.fields).toBeLessThanOrEqual(4)

  // From here one can go on: to the app itself, to its page, and to the next one.
  expect(await page.getByRole('link', { name: 'View app' }).getAttribute('href')).toMatch(
    /^http:\/\/sample\.localhost:/,
  )
  await page.getByRole('navigation', { name: 'Breadcrumbs' }).getByRole('link', { name: 'sample' }).click()
  await page.getByText('v1 is live on 1 of 1 replica').waitFor()
  await page.getByRole('button', { name: 'Deploy sample' }).waitFor()
  await closeContext(context)
})

test('one’s own image is live after a few presses and fields', async () => {
  const who = newcomer()
  const context = await openContext(browser, credentialsOf(place).url, { width: 390, theme: 'dark' })
  const page = await context.newPage()
  await signInAsTold(page, who)
  await who.click(page.getByRole('link', { name: 'New app' }))
  await who.fill(page.getByLabel('Image', { exact: true }), await sampleImage('v2'))
  await who.fill(page.getByLabel('Port'), '3000')
  await who.click(page.getByRole('button', { name: 'Create and deploy' }))
  await page.waitForURL('**/deployments/*')
  await verdict(page, 'v1 is live.')
  await expectServed('sample-app-for-tests.localhost')
  console.log(`from sign-in to one's own live app: ${who.done.clicks} clicks, ${who.done.fields} typed fields`)
  expect(who.done.clicks).toBeLessThanOrEqual(6)
  expect(who.done.fields).toBeLessThanOrEqual(4)
  await closeContext(context)
})
