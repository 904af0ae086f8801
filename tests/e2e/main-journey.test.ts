import { randomBytes } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { sampleImage } from '../support/docker'
import { startLoad } from '../support/load'
import { expectNoAxeViolations } from './support/axe'
import { closeContext, launchBrowser, openContext, signIn } from './support/browser'
import { deployFromEnvironment, verdict } from './support/deploying'

const platform = inject('platform')
const name = `journey-${randomBytes(3).toString('hex')}`
const host = `${name}.localhost`

let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  browser = await launchBrowser()
  context = await openContext(browser, platform.url, { width: 1440, theme: 'light' })
  page = await context.newPage()
})
afterAll(async () => {
  await closeContext(context)
  await browser.close()
})

const usersOf = () =>
  startLoad({ port: Number(new URL(platform.proxyUrl).port), host, keepAlive: 4, fresh: 1, idleGapMs: 40 })

test('a wrong login says nothing about which half was wrong', async () => {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(platform.email)
  await page.getByLabel('Password').fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('The e-mail address or the password is wrong.').waitFor()
  await expectNoAxeViolations(page)
})

test('an app goes live from its image', async () => {
  await signIn(page, platform)
  await page.goto('/apps/new')
  await page.getByLabel('Image', { exact: true }).fill(await sampleImage('v1'))
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Port').fill('3000')
  expect(await page.getByLabel('Domains').inputValue()).toBe(host)
  await page.getByText('Advanced').click()
  await page.getByLabel('Verified for').fill('2')
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Create and deploy' }).click()
  await page.waitForURL('**/deployments/*')
  await verdict(page, 'v1 is live.')
  expect(await page.title()).toBe(`✓ v1 live – ${name}`)
  await expectNoAxeViolations(page)
})

test('a second release replaces it without a failed request, and the page shows the proof', async () => {
  const users = usersOf()
  await deployFromEnvironment(page, name, 'VERSION', 'second')
  await verdict(page, 'v2 is live.')
  await page.getByText('were served meanwhile; none failed.').waitFor()
  const report = await users.stop()
  expect(report.failures).toEqual([])
  expect(Object.keys(report.versions).sort()).toEqual(['second', 'v1'])
})

test('a broken release never reaches a user', async () => {
  const users = usersOf()
  await deployFromEnvironment(page, name, 'BROKEN', 'exits-at-once')
  await verdict(page, 'v3 did not go live; v2 kept serving.')
  await page.getByText('The container ended with exit code').first().waitFor()
  await expectNoAxeViolations(page)
  const report = await users.stop()
  expect(report.failures).toEqual([])
  expect(Object.keys(report.versions)).toEqual(['second'])
})

test('the first release is back after one Redeploy, by keyboard', async () => {
  const users = usersOf()
  await page.goto('/apps')
  await page.getByRole('link', { name, exact: true }).click()
  await page
    .getByRole('navigation', { name: `Pages of ${name}` })
    .getByRole('link', { name: 'Deployments' })
    .click()
  await page.getByRole('heading', { name: 'Deployment history' }).waitFor()
  const row = page.getByRole('row', { name: /#1\b/ })
  await row.focus()
  await page.keyboard.press('r')
  const dialog = page.getByRole('dialog', { name: 'Redeploy v1?' })
  await dialog.getByText('VERSION').waitFor()
  await expectNoAxeViolations(page)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/deployments/*-*')
  await verdict(page, 'v1 is live.')
  const report = await users.stop()
  expect(report.failures).toEqual([])
  expect(Object.keys(report.versions).sort()).toEqual(['second', 'v1'])
  await page.goBack()
  await page.getByRole('row', { name: /#4\b/ }).getByText('live', { exact: true }).waitFor()
  await expectNoAxeViolations(page)
})

test('signing out ends the session', async () => {
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
  await page.waitForURL('**/sign-in**')
  await page.goto('/apps')
  await page.waitForURL('**/sign-in**')
})
