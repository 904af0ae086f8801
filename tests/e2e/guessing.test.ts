import { randomBytes } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createDatabase } from '@/adapters/database/client'
import type { PrismaClient } from '@/prisma/generated/client'
import { Cookies } from '../support/browser-cookies'
import { addPerson, type Person } from '../support/people'
import { databaseUrlOf } from '../support/platform-state'
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
  person = await addPerson(database, `Gwen-${randomBytes(3).toString('hex')}`, team.id, 'viewer')
})
afterAll(async () => {
  await browser.close()
  await database.$disconnect()
})

/** A guess as a stranger makes it, from an address of their own; requests from this machine may name one. */
const guess = async (index: number): Promise<number> => {
  const headers = { 'x-forwarded-for': `198.51.${index % 5}.${Math.floor(index / 5) % 100}` }
  const body = { email: person.email, password: `a guess, the ${index}th of them`, callbackUrl: '/apps' }
  const stranger = new Cookies(platform.url)
  const { status } = await stranger.post('/api/auth/callback/credentials', body, headers)
  return status
}

test('a thousand guesses from five hundred addresses do not succeed, and their owner gets in from a new one', async () => {
  const context = await openContext(browser, platform.url, { width: 1440, theme: 'light' })
  const page = await context.newPage()
  await signIn(page, person)
  const secret = await beginSecondFactor(page)
  await confirmSecondFactor(page, secret)
  await closeContext(context)

  const began = performance.now()
  const statuses = new Map<number, number>()
  let next = 0
  const attacker = async (): Promise<void> => {
    while (next < 1000) {
      const status = await guess(next++)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  }
  const attack = Promise.all(Array.from({ length: 20 }, attacker))
  const elsewhere = await openContext(browser, platform.url, { width: 390, theme: 'dark' })
  await elsewhere.setExtraHTTPHeaders({ 'x-forwarded-for': '192.0.2.77' })
  const tab = await elsewhere.newPage()
  await tab.goto('/sign-in')
  await tab.getByLabel('E-mail').fill(person.email)
  await tab.getByLabel('Password').fill(person.password)
  await tab.getByRole('button', { name: 'Sign in' }).click()
  await tab.waitForURL('**/sign-in/second-factor')
  // The code of now was used to turn it on.
  await tab.getByLabel('Code').fill(codeOf(secret, 1))
  await tab.getByRole('button', { name: 'Sign in', exact: true }).click()
  await tab.waitForURL('**/apps')
  expect(next).toBeLessThan(1000)
  await attack
  console.log(`1,000 guesses in ${Math.round((performance.now() - began) / 1000)} s: ${JSON.stringify([...statuses])}`)
  expect([...statuses.keys()].filter((status) => status !== 401 && status !== 429)).toEqual([])
  expect((statuses.get(401) ?? 0) + (statuses.get(429) ?? 0)).toBe(1000)
  // The ones who signed in are their owner: before, and from elsewhere in the middle of it.
  const sessions = await database.session.findMany({ where: { userId: person.id } })
  expect(sessions.map(({ ip }) => ip).filter((ip) => ip.startsWith('198.51.'))).toEqual([])
  expect(sessions.some(({ ip }) => ip === '192.0.2.77')).toBe(true)
  await closeContext(elsewhere)
})
