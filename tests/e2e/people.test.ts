import { randomBytes } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createDatabase } from '@/adapters/database/client'
import type { PrismaClient } from '@/prisma/generated/client'
import { addPerson, type Person } from '../support/people'
import { databaseUrlOf } from '../support/platform-state'
import { expectNoAxeViolations } from './support/axe'
import { closeContext, launchBrowser, openContext, signIn } from './support/browser'

const platform = inject('platform')
const stamp = randomBytes(3).toString('hex')

let browser: Browser
let database: PrismaClient
let viewer: Person

beforeAll(async () => {
  browser = await launchBrowser()
  database = createDatabase(databaseUrlOf(platform))
  const own = await database.team.findFirstOrThrow({ orderBy: { createdAt: 'asc' } })
  const other = await database.team.create({ data: { name: `Side project ${stamp}` } })
  viewer = await addPerson(database, `Vera-${stamp}`, own.id, 'viewer')
  await database.membership.create({ data: { userId: viewer.id, teamId: other.id, role: 'owner' } })
})
afterAll(async () => {
  await browser.close()
  await database.$disconnect()
})

test('someone who may only look is told so, and by whom that can be changed', async () => {
  const context = await openContext(browser, platform.url, { width: 390, theme: 'light' })
  const page = await context.newPage()
  await signIn(page, viewer)
  expect(await page.getByRole('button', { name: /^Deploy/ }).count()).toBe(0)
  for (const [path, what] of [
    ['/apps/new', 'to create apps takes at least a developer'],
    ['/hosts/new', 'to create hosts takes at least an admin'],
    ['/settings/tokens', 'to read tokens takes at least a developer'],
    ['/settings/channels', 'to read channels takes at least a developer'],
    ['/monitors/maintenance/new', 'to create maintenance windows takes at least a developer'],
    ['/settings/audit', 'to read the audit log takes at least an admin'],
  ] as const) {
    await page.goto(path)
    await page.getByText(what).waitFor()
    await page.getByText('An owner or an admin of the team can change that.').waitFor()
    await expectNoAxeViolations(page)
  }
  await closeContext(context)
})

test('someone of several teams looks at one at a time', async () => {
  const context = await openContext(browser, platform.url, { width: 1440, theme: 'dark' })
  const page = await context.newPage()
  await signIn(page, viewer)
  await page.getByRole('button', { name: /^Team: / }).click()
  await page.getByRole('menuitem', { name: new RegExp(`Side project ${stamp}`) }).click()
  await page.getByRole('button', { name: `Team: Side project ${stamp}` }).waitFor()
  await page.getByRole('heading', { name: 'First a machine to run on' }).waitFor()
  await expectNoAxeViolations(page)
  await page.reload()
  await page.getByRole('button', { name: `Team: Side project ${stamp}` }).waitFor()
  await closeContext(context)
})

test('someone of no team is told so, and can delete their account', async () => {
  const team = await database.team.create({ data: { name: `Left ${stamp}` } })
  const person = await addPerson(database, `Lea-${stamp}`, team.id, 'developer')
  await database.team.delete({ where: { id: team.id } })
  const context = await openContext(browser, platform.url, { width: 390, theme: 'dark' })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByLabel('Password').fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'You are in no team' }).waitFor()
  await page.getByText('Delete your account').click()
  await expectNoAxeViolations(page)
  await page.getByLabel(`Type ${person.email} to confirm`).fill(person.email)
  await page.getByRole('button', { name: 'Delete account' }).click()
  await page.waitForURL('**/sign-in')
  expect(await database.user.count({ where: { id: person.id } })).toBe(0)
  await closeContext(context)
})
