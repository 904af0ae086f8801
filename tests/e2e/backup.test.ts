import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { isBackupName } from '@/core/backups/names'
import { expectNoAxeViolations } from './support/axe'
import { closeContext, launchBrowser, openContext, signIn } from './support/browser'

const platform = inject('platform')
const folder = mkdtempSync(join(tmpdir(), 'gapless-backups-'))

let browser: Browser
let context: BrowserContext
let page: Page

beforeAll(async () => {
  browser = await launchBrowser()
  context = await openContext(browser, platform.url, { width: 390, theme: 'dark' })
  page = await context.newPage()
  await signIn(page, platform)
  await page.goto('/settings/backup')
})
afterAll(async () => {
  // The instance is that of other tests too: it makes no more of them.
  await page.goto('/settings/backup')
  await page.getByLabel('Make a backup every day').uncheck()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('No backup is made by itself.').waitFor()
  await closeContext(context)
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a folder that cannot be used is refused at its field, and one that can is tested and saved', async () => {
  await page.getByLabel('Make a backup every day').check()
  await page.getByLabel('Folder', { exact: true }).fill('/nowhere/to/be/found')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('#backup-folder[aria-invalid=true]').waitFor()
  await expectNoAxeViolations(page)
  await page.getByLabel('Folder', { exact: true }).fill(folder)
  await page.getByRole('button', { name: 'Test destination' }).click()
  await page.getByText('A small file was written to').waitFor()
  expect(readdirSync(folder)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved.', { exact: true }).waitFor()
  await page.getByText('The next one is made').waitFor()
})

test('a backup is made at once, and the page says so by itself', async () => {
  await page.getByRole('button', { name: 'Back up now' }).click()
  await page.getByText('The last whole backup is of').waitFor()
  expect(readdirSync(folder).map(isBackupName)).toEqual([true])
  await page.getByText(`bin/gapless restore ${join(folder, readdirSync(folder)[0] ?? '')}`).waitFor()
  await expectNoAxeViolations(page)
})

test('one that fails says why, and that there is an older one', async () => {
  rmSync(folder, { recursive: true })
  await page.getByRole('button', { name: 'Back up now' }).click()
  await page.getByText('The last backup failed').waitFor()
  await page.getByText('The last whole backup is of').waitFor()
  await expectNoAxeViolations(page)
})
