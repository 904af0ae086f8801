import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Call, callerOf } from '../support/api-caller'
import { type Command, credentialsOf, newPlace, type Place, removePlace, up } from '../support/platform'
import { type HttpReceiver, startHttpReceiver } from '../support/receivers/http-receiver'
import { type Mail, type SmtpInbox, startSmtpInbox } from '../support/receivers/smtp-inbox'
import { expectNoAxeViolations } from './support/axe'
import { closeContext, type Look, launchBrowser, openContext, signIn } from './support/browser'

const looks: Look[] = [
  { width: 1440, theme: 'light' },
  { width: 1440, theme: 'dark' },
  { width: 390, theme: 'light' },
  { width: 390, theme: 'dark' },
]
const [usual = { width: 1440, theme: 'light' } as const] = looks

let isBroken = false
let target: HttpReceiver
let inbox: SmtpInbox
let place: Place
let gapless: Command
let login: ReturnType<typeof credentialsOf>
let call: Call
let browser: Browser
/** Somebody who has no login, and no scripts. */
let visitor: BrowserContext
let page: Page

beforeAll(async () => {
  inbox = await startSmtpInbox()
  target = await startHttpReceiver(() => ({ status: isBroken ? 500 : 200 }))
  place = await newPlace()
  place.env.SMTP_URL = inbox.url
  place.env.GAPLESS_ALLOWED_RANGES = '127.0.0.1'
  gapless = await up(place)
  login = credentialsOf(place)
  call = callerOf(login)
  await call('POST', '/monitors', {
    name: 'shop-eu-1 behind lb7',
    url: `${target.url}/planted-path`,
    intervalSeconds: 5,
    failureThreshold: 1,
  })
  browser = await launchBrowser()
  visitor = await browser.newContext({ baseURL: login.url, javaScriptEnabled: false })
  page = await visitor.newPage()
})
afterAll(async () => {
  await visitor.close()
  await browser.close()
  gapless.child.kill('SIGTERM')
  await gapless.exit
  await removePlace(place)
  await target.close()
  await inbox.close()
})

const textOf = ({ source }: Mail): string => source.replaceAll('=\r\n', '').replaceAll('=3D', '=')
const mailAbout = (words: string): Promise<Mail> =>
  vi.waitUntil(() => inbox.mails.findLast((mail) => textOf(mail).includes(words)) ?? false, {
    timeout: 90_000,
    interval: 100,
  })
const linkIn = (mail: Mail, kind: 'confirm' | 'unsubscribe'): string =>
  new RegExp(`http[^\\s"<>]+/subscription/${kind}\\?token=[\\w-]+`).exec(textOf(mail))?.[0] ?? ''

/** Reads the page again until it says this; it has no script that would. */
const until = (sentence: string): Promise<void> =>
  vi.waitFor(
    async () => {
      await page.goto('/status/acme')
      expect(await page.locator('.verdict').textContent()).toBe(sentence)
    },
    { timeout: 60_000, interval: 500 },
  )

test('a page is set up in the settings, with the words that visitors read', async () => {
  const context = await openContext(browser, login.url, usual)
  const admin = await context.newPage()
  await signIn(admin, login)
  await admin.goto('/settings/status-page')
  await admin.getByLabel('Title').fill('Acme status')
  await admin.getByLabel('Address').fill('Acme!')
  await admin.getByText('small letters').waitFor()
  await admin.getByLabel('Address').fill('acme')
  await admin.getByLabel('Add a monitor').fill('behind')
  await admin.getByRole('button', { name: 'shop-eu-1 behind lb7', exact: true }).click()
  await admin.getByLabel('Visitors read, for shop-eu-1 behind lb7').fill('Shop')
  await admin.getByRole('button', { name: 'Save', exact: true }).click()
  await admin.getByRole('link', { name: /\/status\/acme/ }).waitFor()
  await expectNoAxeViolations(admin)
  await closeContext(context)
})

test('anybody reads it, without a login and without scripts', async () => {
  await until('Everything is working.')
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Acme status')
  expect(await page.content()).not.toMatch(/planted|lb7|127\.0\.0\.1|<script/)
  expect(await visitor.cookies()).toEqual([])
  const answer = await fetch(`${login.url}/status/acme`)
  expect(answer.headers.get('cache-control')).toContain('s-maxage=30')
  expect(answer.headers.get('set-cookie')).toBeNull()
  expect(answer.headers.get('vary') ?? '').not.toMatch(/cookie/i)
})

test('who asks for mails confirms it, and is told that it is down and that it works again', async () => {
  await page.goto('/status/acme')
  await page.getByLabel('E-mail address').fill('ada@example.com')
  await page.getByRole('button', { name: 'Tell me by e-mail' }).click()
  await page.getByRole('heading', { name: 'Look into your mail.' }).waitFor()
  await page.goto(linkIn(await mailAbout('Is this your address?'), 'confirm'))
  await page.getByRole('button', { name: 'Yes, tell me' }).click()
  await page.getByRole('heading', { name: 'You are subscribed.' }).waitFor()
  isBroken = true
  await until('Shop is down.')
  const opened = await mailAbout('Shop is down')
  expect(textOf(opened)).toContain('Answering with errors, since')
  isBroken = false
  await until('Everything is working.')
  const resolved = await mailAbout('Shop is working again')
  expect(resolved.headers.get('in-reply-to')).toBe(opened.headers.get('message-id'))
  for (const mail of inbox.mails) expect(textOf(mail)).not.toMatch(/planted|lb7/)
  await page.goto(linkIn(resolved, 'unsubscribe'))
  await page.getByRole('button', { name: 'No more mails' }).click()
  await page.getByRole('heading', { name: 'You get no more mails.' }).waitFor()
  expect(await call('GET', '/status-page')).toMatchObject({ subscribers: 0 })
})

describe.each(looks)('at $width px, $theme', (look) => {
  test('what visitors see is accessible and fits the width', async () => {
    const context = await openContext(browser, login.url, look)
    const seen = await context.newPage()
    for (const path of ['/status/acme', '/status/nothing-here', '/subscription/unsubscribe?token=gone']) {
      await seen.goto(path)
      await expectNoAxeViolations(seen)
      expect(await seen.getByRole('heading', { level: 1 }).count()).toBe(1)
      const overflow = await seen.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, path).toBeLessThanOrEqual(0)
    }
    await closeContext(context)
  })
})
