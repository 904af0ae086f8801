import { randomBytes } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { sampleImage } from '../support/docker'
import { expectNoAxeViolations } from './support/axe'
import { closeContext, type Look, launchBrowser, openContext } from './support/browser'
import { verdict } from './support/deploying'
import { command, tabTo, typeInto } from './support/keys'

const platform = inject('platform')
const looks: Look[] = [
  { width: 1440, theme: 'light' },
  { width: 390, theme: 'dark' },
]

let browser: Browser
let image: string

beforeAll(async () => {
  ;[browser, image] = await Promise.all([launchBrowser(), sampleImage('v1')])
})
afterAll(() => browser.close())

/** What comes after the first deployment is about keys and not about patience. */
const verifyNoLonger = async (name: string): Promise<void> => {
  const headers = { authorization: `Bearer ${platform.apiToken}`, 'content-type': 'application/merge-patch+json' }
  const apps = `${platform.url}/api/v1/apps`
  const listed = await fetch(`${apps}?limit=200`, { headers }).then((answer) => answer.json())
  const app = listed.data.find((one: { name: string }) => one.name === name)
  const body = JSON.stringify({ verifySeconds: 0 })
  expect((await fetch(`${apps}/${app.id}`, { method: 'PATCH', headers, body })).status).toBe(200)
}

describe.each(looks)('without a pointer, at $width px, $theme', (look) => {
  test('one signs in, creates an app, deploys it again, and goes back', async () => {
    const name = `keys-${randomBytes(3).toString('hex')}`
    const context = await openContext(browser, platform.url, look)
    const page = await context.newPage()

    await page.goto('/sign-in')
    await typeInto(page, 'E-mail', platform.email)
    await typeInto(page, 'Password', platform.password)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/apps')

    await command(page, 'New app')
    await page.waitForURL('**/apps/new')
    await typeInto(page, 'Image', image)
    await typeInto(page, 'Name', name)
    await typeInto(page, 'Port', '3000')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/deployments/*-*')
    await verdict(page, 'v1 is live.')
    await verifyNoLonger(name)

    await command(page, `Deploy ${name}`)
    await page.getByText('Deployment 2 of').waitFor()
    await verdict(page, 'v2 is live.')

    await command(page, `Redeploy a release of ${name}`)
    await page.waitForURL('**/apps/*/deployments')
    await tabTo(page, page.getByRole('row', { name: /#1\b/ }))
    await page.keyboard.press('Enter')
    await page.getByText('nothing was live to compare with').waitFor()
    await page.keyboard.press('r')
    await page.getByRole('dialog', { name: 'Redeploy v1?' }).locator('dl[aria-busy=false]').waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Deployment 3 of').waitFor()
    await verdict(page, 'v1 is live.')

    await page.keyboard.press('g')
    await page.keyboard.press('d')
    await page.waitForURL('**/deployments')
    await page.getByRole('heading', { level: 1, name: 'Deployments' }).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    await expectNoAxeViolations(page)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search and commands' }).waitFor()
    await expectNoAxeViolations(page)
    await page.keyboard.press('Escape')

    await page.keyboard.press('g')
    await page.keyboard.press('a')
    await page.waitForURL('**/apps')
    await page.getByRole('searchbox').waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type(name)
    await page.waitForURL(`**/apps?q=${name}`)
    await expect.poll(() => page.locator('tbody tr').count()).toBe(1)
    await closeContext(context)
  })
})
