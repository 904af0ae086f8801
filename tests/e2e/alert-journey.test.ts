import { randomBytes } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Call, callerOf, deployToEnd } from '../support/api-caller'
import { sampleImage } from '../support/docker'
import { type Command, credentialsOf, newPlace, type Place, removePlace, up } from '../support/platform'
import { type SmtpInbox, startSmtpInbox } from '../support/receivers/smtp-inbox'
import { expectNoAxeViolations } from './support/axe'
import { closeContext, launchBrowser, openContext, signIn } from './support/browser'
import { verdict } from './support/deploying'

const name = `alert-${randomBytes(3).toString('hex')}`
const look = { width: 1440, theme: 'light' } as const

let inbox: SmtpInbox
let place: Place
let gapless: Command
let login: ReturnType<typeof credentialsOf>
let browser: Browser
let context: BrowserContext
let page: Page
let appId: string
let call: Call

const deploy = async (body?: object): Promise<void> => {
  expect(await deployToEnd(login, appId, body)).toContain('"succeeded"')
}

/** The newest mail with this in its subject or text, as soon as it has come. */
const mailAbout = (words: string): Promise<string> =>
  vi.waitUntil(
    () => {
      const texts = inbox.mails.map(({ source }) => source.replaceAll('=\r\n', '').replaceAll('=3D', '='))
      return texts.findLast((text) => text.includes(words)) ?? false
    },
    { timeout: 60_000, interval: 100 },
  )

beforeAll(async () => {
  inbox = await startSmtpInbox()
  place = await newPlace()
  place.env.SMTP_URL = inbox.url
  gapless = await up(place)
  login = credentialsOf(place)
  call = callerOf(login)
  browser = await launchBrowser()
  context = await openContext(browser, login.url, look)
  page = await context.newPage()
  const image = await sampleImage('v1')
  const app = await call('POST', '/apps', { name, image, port: 3000, domains: [`${name}.localhost`], verifySeconds: 0 })
  appId = String(app.id)
  await deploy()
})
afterAll(async () => {
  await closeContext(context)
  await browser.close()
  gapless.child.kill('SIGTERM')
  await gapless.exit
  await removePlace(place)
  await inbox.close()
})

test('an alert is added: the app’s URL, e-mail, a check and a test before it is saved', async () => {
  await signIn(page, login)
  await page.getByRole('link', { name, exact: true }).click()
  await page
    .getByRole('navigation', { name: `Pages of ${name}` })
    .getByRole('link', { name: 'Monitoring' })
    .click()
  await page.getByRole('link', { name: 'Add Alert' }).click()
  expect(await page.getByLabel('URL').inputValue()).toBe(
    `${new URL(login.proxyUrl).protocol}//${name}.localhost:${new URL(login.proxyUrl).port}`,
  )
  await page.getByLabel('Check every').fill('5')
  await page.getByRole('button', { name: 'Check now' }).click()
  await page.getByText('It answered 200').waitFor()
  await page.getByRole('button', { name: 'New channel' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Type').selectOption('email')
  await dialog.getByLabel('Name', { exact: true }).fill('On call')
  await dialog.getByLabel(/^(To|Addresses)/).fill('night@example.com')
  await expectNoAxeViolations(page)
  await dialog.getByRole('button', { name: /^(Add|Create)/ }).click()
  expect(await page.getByLabel(/^On call/).isChecked()).toBe(true)
  await page.getByRole('button', { name: 'Send test' }).click()
  const said = page.getByText(/^On call: /)
  await said.waitFor()
  expect(await said.textContent()).toMatch(/^On call: taken/)
  await mailAbout('night@example.com')
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Save alert' }).click()
  await page.getByText(/^It has been up for/).waitFor()
  await expectNoAxeViolations(page)
})

test('the app breaks, and the incident opens on the page with the deployment that did it', async () => {
  await page.goto('/incidents')
  await page.getByRole('heading', { level: 1, name: 'Incidents' }).waitFor()
  await call('PATCH', `/apps/${appId}`, { env: { BROKEN: '500-percent:100' } })
  await deploy({ reason: 'The new checkout' })
  const row = page.getByRole('row', { name: new RegExp(name) })
  await row.getByText('500 instead of 200-299').waitFor({ timeout: 30_000 })
  await row.getByText(/after v2 went live/).waitFor()
  await expectNoAxeViolations(page)
})

test('the mail’s link asks for a login and does nothing by itself; the button behind it goes back', async () => {
  const mail = await mailAbout('Roll back to v1')
  const [link = ''] = /http\S+\/incidents\/[^/\s]+\/roll-back\?token=[^\s"]+/.exec(mail) ?? []
  const stranger = await openContext(browser, login.url, look)
  const other = await stranger.newPage()
  await other.goto(link)
  await other.waitForURL('**/sign-in**')
  await other.getByLabel('E-mail').fill(login.email)
  await other.getByLabel('Password').fill(login.password)
  await other.getByRole('button', { name: 'Sign in' }).click()
  await other.waitForURL('**/roll-back?token=**')
  await other.getByRole('button', { name: 'Roll back to v1' }).waitFor()
  await expectNoAxeViolations(other)
  expect(await call('GET', `/apps/${appId}/deployments`)).toMatchObject({ data: [{ number: 2 }, { number: 1 }] })
  await other.getByRole('button', { name: 'Roll back to v1' }).click()
  await other.waitForURL('**/deployments/*')
  await verdict(other, 'v1 is live.')
  await closeContext(stranger)
})

test('the incident ends by itself, on the page and in the same thread of mails', async () => {
  await page
    .getByRole('row', { name: new RegExp(name) })
    .getByText('Resolved')
    .waitFor({ timeout: 30_000 })
  const mail = await mailAbout('is up again')
  expect(mail).toMatch(/^In-Reply-To: </m)
})
