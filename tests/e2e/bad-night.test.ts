import { randomBytes } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { callerOf, deployToEnd } from '../support/api-caller'
import { sampleImage } from '../support/docker'
import { startLoad } from '../support/load'
import { expectNoAxeViolations } from './support/axe'
import { closeContext, type Look, launchBrowser, openContext, signIn } from './support/browser'

const platform = inject('platform')
const name = `night-${randomBytes(3).toString('hex')}`
const looks: Look[] = [
  { width: 1440, theme: 'dark' },
  { width: 390, theme: 'light' },
]

let browser: Browser
let appId: string

const call = callerOf(platform)
const deploy = (body?: object): Promise<string> => deployToEnd(platform, appId, body)

beforeAll(async () => {
  browser = await launchBrowser()
  const domains = [`${name}.localhost`]
  const app = { name, image: await sampleImage('v1'), port: 3000, domains, verifySeconds: 0 }
  appId = String((await call('POST', '/apps', app)).id)
  await deploy()
  await call('PATCH', `/apps/${appId}`, { env: { FEATURE_CART: 'on', BROKEN: 'exits-at-once' } })
  await deploy({ reason: 'The cart for everyone' })
})
afterAll(() => browser.close())

describe.each(looks)('on a bad night, at $width px, $theme', (look) => {
  test('one sees whether users are served, and what failed and had changed', async () => {
    const context = await openContext(browser, platform.url, look)
    const page = await context.newPage()
    await signIn(page, platform)
    const users = startLoad({
      port: Number(new URL(platform.proxyUrl).port),
      host: `${name}.localhost`,
      keepAlive: 1,
      idleGapMs: 200,
    })

    await page.goto(`/apps/${appId}`)
    await page.getByText('v1 is live on 1 of 1 replica').waitFor()
    expect(await page.title()).toBe(`✓ v1 live – ${name}`)
    // The figures come by themselves, with the next samples.
    const chart = page.getByRole('slider', { name: 'Requests and errors, moment' })
    await chart.waitFor({ timeout: 45_000 })
    await chart.focus()
    await page.keyboard.press('End')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => chart.getAttribute('aria-valuetext')).toMatch(/UTC: requests .*, errors /)
    await page.getByText('Figures as a table').click()
    await page.getByRole('columnheader', { name: 'Response time' }).waitFor({ state: 'attached' })
    await page.getByText('Passing').waitFor()
    await expectNoAxeViolations(page)
    const report = await users.stop()
    expect(report.failures).toEqual([])

    await page
      .getByRole('navigation', { name: `Pages of ${name}` })
      .getByRole('link', { name: 'Deployments' })
      .click()
    await page.getByLabel('Outcome').selectOption('Failed or rolled back')
    await page.waitForURL('**?outcome=failed')
    await expect.poll(() => page.getByRole('row', { name: /#1\b/ }).count()).toBe(0)
    await page.getByRole('button', { name: 'What deployment 2 changed' }).click()
    await page.getByText('FEATURE_CART').waitFor()
    await page.getByText('Changed since v1').waitFor()
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: 'Show all' }).click()
    await page.getByRole('row', { name: /#1\b/ }).waitFor()
    await closeContext(context)
  })
})

test('a list shows what happens elsewhere, and says when it no longer can', async () => {
  const context = await openContext(browser, platform.url, { width: 1440, theme: 'light' })
  const page = await context.newPage()
  await signIn(page, platform)
  await page.goto(`/apps?q=${name}`)
  const row = page.getByRole('row', { name: new RegExp(name) })
  await row.getByText('Live', { exact: true }).waitFor()
  await call('PATCH', `/apps/${appId}`, { env: { BROKEN: null } })
  const deploying = deploy()
  await row
    .getByText(/^v\d+ on 1 of 1$/)
    .or(row.getByText('Deploying'))
    .first()
    .waitFor()
  await deploying
  await row.getByText('v3', { exact: true }).waitFor()

  const lost = page.getByText('The live connection is lost')
  await page.route('**/live*', (route) => route.abort())
  await page.reload()
  await lost.waitFor()
  await expectNoAxeViolations(page)
  await page.unroute('**/live*')
  await lost.waitFor({ state: 'detached' })
  await closeContext(context)
})

test('a monitor that leaves the list while it is chosen is not paused with those that are left', async () => {
  const monitors = await Promise.all(
    ['one', 'two'].map((which) =>
      call('POST', '/monitors', { name: `${name} ${which}`, url: 'https://example.com/', enabled: false }),
    ),
  )
  const context = await openContext(browser, platform.url, { width: 1440, theme: 'light' })
  const page = await context.newPage()
  await signIn(page, platform)
  await page.goto(`/monitors?state=paused&q=${name}`)
  await page.getByLabel('All on this page').check()
  await page.getByRole('button', { name: 'Resume 2' }).waitFor()
  await call('PATCH', `/monitors/${monitors[0]?.id}`, { enabled: true })
  await page.getByRole('button', { name: 'Resume 1' }).click()
  await page.getByText('1 monitor resumed.').waitFor()
  for (const { id } of monitors) await call('DELETE', `/monitors/${id}`)
  await closeContext(context)
})
