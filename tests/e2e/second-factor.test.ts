import { randomBytes } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createDatabase } from '@/adapters/database/client'
import type { PrismaClient } from '@/prisma/generated/client'
import { addPerson, type Person } from '../support/people'
import { databaseUrlOf } from '../support/platform-state'
import { expectNoAxeViolations } from './support/axe'
import { closeContext, launchBrowser, openContext, signIn } from './support/browser'
import { beginSecondFactor, codeOf, confirmSecondFactor } from './support/second-factor'

const platform = inject('platform')

let browser: Browser
let database: PrismaClient
let person: Person

beforeAll(async () => {
  browser = await launchBrowser()
  database = createDatabase(databaseUrlOf(platform))
  const team = await database.team.findFirstOrThrow({ orderBy: { createdAt: 'asc' } })
  person = await addPerson(database, `Faye-${randomBytes(3).toString('hex')}`, team.id, 'viewer')
})
afterAll(async () => {
  await browser.close()
  await database.$disconnect()
})

const signInTo = async (page: Page, path: string): Promise<void> => {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(`**${path}`)
}

test('somebody turns a second factor on, signs in with it, and with a recovery code', async () => {
  const context = await openContext(browser, platform.url, { width: 390, theme: 'light' })
  const page = await context.newPage()
  const violations: string[] = []
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) violations.push(message.text())
  })
  await signIn(page, person)
  await page.goto('/settings/security')
  await expectNoAxeViolations(page)
  const secret = await beginSecondFactor(page)
  await page.getByLabel('Type the code that the app shows').fill('000000')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByText('This is not the code that the app shows now.').first().waitFor()
  await expectNoAxeViolations(page)
  const codes = await confirmSecondFactor(page, secret)
  expect(new Set(codes).size).toBe(10)
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByText('10 recovery codes left').waitFor()
  await context.clearCookies()

  await signInTo(page, '/sign-in/second-factor')
  for (const path of ['/apps', '/settings/security', '/settings/account']) {
    await page.goto(path)
    await page.waitForURL('**/sign-in/second-factor*')
  }
  expect((await page.request.get('/live/allowed')).status()).toBe(401)
  await page.goto('/sign-in/second-factor')
  await expectNoAxeViolations(page)
  await page.getByLabel('Code').fill('000000')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('This code is wrong, or was used already.').first().waitFor()
  await page.getByLabel('Code').fill(codeOf(secret, 1))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL('**/apps')
  await context.clearCookies()

  await signInTo(page, '/sign-in/second-factor')
  await page.getByLabel('Code').fill(codes[0] ?? '')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('9 recovery codes left').waitFor()
  await page.getByText('Turn the second factor off').click()
  await page.locator('#end-confirm').fill(person.password)
  await page.getByRole('button', { name: 'Turn off' }).click()
  await page.getByRole('button', { name: 'Turn on' }).waitFor()
  expect(violations).toEqual([])
  await closeContext(context)
})
