import { randomBytes } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { callerOf } from '../support/api-caller'
import { sampleImage } from '../support/docker'
import { type Command, credentialsOf, newPlace, type Place, removePlace, up } from '../support/platform'
import { type SmtpInbox, startSmtpInbox } from '../support/receivers/smtp-inbox'
import { expectNoAxeViolations } from './support/axe'
import { closeContext, launchBrowser, openContext, signIn } from './support/browser'
import { verdict } from './support/deploying'

const name = `team-${randomBytes(3).toString('hex')}`
const email = `grace-${name}@example.com`

let inbox: SmtpInbox
let place: Place
let gapless: Command
let browser: Browser
let own: BrowserContext
let theirs: BrowserContext
let owner: Page
let guest: Page

/** The link in the newest mail to the invited address, as soon as it has come. */
const mailedLink = (): Promise<string> =>
  vi.waitUntil(
    () => {
      const mail = inbox.mails.findLast(({ to }) => to.includes(email))
      return /http\S+\/invitation\/[\w-]{43}/.exec(mail?.source.replaceAll('=\r\n', '') ?? '')?.[0] ?? false
    },
    { timeout: 60_000, interval: 100 },
  )

/** What the owner presses in the guest's row of the members. */
const member = () => owner.getByRole('row').filter({ hasText: email })

beforeAll(async () => {
  inbox = await startSmtpInbox()
  place = await newPlace()
  place.env.SMTP_URL = inbox.url
  gapless = await up(place)
  const login = credentialsOf(place)
  browser = await launchBrowser()
  own = await openContext(browser, login.url, { width: 1440, theme: 'light' })
  theirs = await openContext(browser, login.url, { width: 1440, theme: 'dark' })
  owner = await own.newPage()
  guest = await theirs.newPage()
  const image = await sampleImage('v1')
  const app = { name, image, port: 3000, domains: [`${name}.localhost`], verifySeconds: 0 }
  await callerOf(login)('POST', '/apps', app)
  await signIn(owner, login)
})
afterAll(async () => {
  await closeContext(own)
  await closeContext(theirs)
  await browser.close()
  gapless.child.kill('SIGTERM')
  await gapless.exit
  await removePlace(place)
  await inbox.close()
})

test('somebody is invited by mail, and makes an account by its link', async () => {
  await owner.goto('/settings/members')
  await owner.getByLabel('E-mail').fill(email)
  await owner.getByRole('button', { name: 'Invite', exact: true }).click()
  await owner.getByText('The invitation was mailed to').waitFor()
  await expectNoAxeViolations(owner)
  const link = await mailedLink()
  await guest.goto(link)
  await guest.getByText('You are invited as a developer').waitFor()
  await guest.getByLabel('Name').fill('Grace')
  await guest.getByLabel('Password', { exact: true }).fill('seven herons cross the quiet weir')
  await expectNoAxeViolations(guest)
  await guest.getByRole('button', { name: 'Make an account and accept' }).click()
  await guest.waitForURL('**/apps')
  await guest.getByRole('link', { name, exact: true }).waitFor()
  // It counted once.
  await guest.goto(link)
  await guest.getByRole('heading', { name: 'This invitation is not valid' }).waitFor()
  await expectNoAxeViolations(guest)
})

test('as a developer they deploy', async () => {
  await guest.goto('/apps')
  await guest.getByRole('button', { name: `Deploy ${name}` }).click()
  await guest.waitForURL('**/deployments/*')
  await verdict(guest, 'v1 is live.')
})

test('as a viewer they may not, from the next moment on, and are told why', async () => {
  await guest.goto('/apps')
  await guest.getByRole('button', { name: `Deploy ${name}` }).waitFor()
  await member().getByRole('link', { name: 'Change Grace' }).click()
  await owner.getByLabel('Role').selectOption('viewer')
  await owner.getByRole('button', { name: 'Save' }).click()
  // The open page is read again by itself.
  await guest.getByRole('button', { name: `Deploy ${name}` }).waitFor({ state: 'detached' })
  await guest.goto('/apps/new')
  await guest.getByText('You are a viewer of this team; to create apps takes at least a developer.').waitFor()
})

test('removed in one browser, they are signed out in the other within 5 s', async () => {
  await guest.goto('/apps')
  await guest.getByRole('link', { name, exact: true }).waitFor()
  await owner.goto('/settings/members')
  await member().getByRole('button', { name: 'Remove Grace' }).click()
  await member().getByRole('button', { name: 'Really remove Grace' }).click()
  await member().waitFor({ state: 'detached' })
  await guest.waitForURL('**/sign-in*', { timeout: 5000 })
  await guest.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(
    await guest
      .context()
      .request.get('/live/allowed')
      .then((answer) => answer.status()),
  ).toBe(401)
})
