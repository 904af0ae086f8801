import { get } from 'node:http'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { createDatabase } from '@/adapters/database/client'
import { sampleImage } from '../support/docker'
import { addPerson } from '../support/people'
import { databaseUrlOf } from '../support/platform-state'
import { expectNoAxeViolations } from './support/axe'
import { closeContext, type Look, launchBrowser, openContext, signIn } from './support/browser'

const platform = inject('platform')
const stamp = Date.now().toString(36)
const secret = `planted-${crypto.randomUUID()}`
const looks: Look[] = [
  { width: 1440, theme: 'light' },
  { width: 1440, theme: 'dark' },
  { width: 390, theme: 'light' },
  { width: 390, theme: 'dark' },
]

const call = async (method: string, path: string, body?: unknown): Promise<{ id: string }> => {
  const response = await fetch(`${platform.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${platform.apiToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (response.status >= 300) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return z.object({ id: z.string() }).parse(await response.json())
}

let browser: Browser
let paths: string[]

beforeAll(async () => {
  browser = await launchBrowser()
  const app = await call('POST', '/apps', {
    name: `pages-${stamp}`,
    image: await sampleImage('v1'),
    port: 3000,
    domains: [`pages-${stamp}.localhost`],
    verifySeconds: 0,
    env: { COLOUR: 'blue', SESSION_KEY: secret },
    secretEnv: ['SESSION_KEY'],
  })
  const deployment = await call('POST', `/apps/${app.id}/deployments`, { reason: 'To have a page to look at' })
  const events = await fetch(`${platform.url}/api/v1/deployments/${deployment.id}/events`, {
    headers: { authorization: `Bearer ${platform.apiToken}` },
  })
  expect(await events.text()).toContain('"succeeded"')
  const monitor = await call('POST', '/monitors', {
    name: `pages-${stamp}`,
    appId: app.id,
    url: `http://pages-${stamp}.localhost:${new URL(platform.proxyUrl).port}/`,
    method: 'POST',
    headers: { 'X-Key': secret },
    auth: { type: 'bearer', token: secret },
  })
  // As long as the contract allows, without a place to break.
  await call('POST', '/monitors', {
    name: 'n'.repeat(100),
    url: `http://pages-${stamp}.localhost:${new URL(platform.proxyUrl).port}/${'u'.repeat(300)}`,
  })
  const { slack, incident } = await addAlerts(monitor.id, app.id)
  const { host, member } = await addPeople()
  paths = [
    '/apps',
    '/apps/new',
    ...['', '/deployments', '/monitoring', '/logs', '/environment', '/settings'].map((tab) => `/apps/${app.id}${tab}`),
    '/deployments',
    `/deployments/${deployment.id}`,
    '/monitors',
    '/monitors/new',
    `/monitors/new?app=${app.id}`,
    `/monitors/${monitor.id}`,
    `/monitors/${monitor.id}/edit`,
    '/monitors/maintenance',
    '/monitors/maintenance/new',
    '/incidents',
    '/incidents?status=acknowledged',
    `/incidents/${incident.id}`,
    `/incidents/${incident.id}/roll-back?token=none`,
    '/hosts',
    '/hosts/new',
    `/hosts/${host.id}/teams`,
    '/teams/new',
    '/settings/team',
    '/settings/members',
    `/settings/members/${member.id}`,
    '/settings/roles',
    '/settings/tokens',
    '/settings/channels',
    `/settings/channels/${slack.id}`,
    `/settings/channels/${slack.id}/edit`,
    '/settings/registries',
    '/settings/certificates',
    '/settings/status-page',
    '/settings/audit',
    '/settings/limits',
    '/settings/backup',
    '/settings/account',
    '/settings/security',
    '/nowhere',
  ]
})
afterAll(() => browser.close())

/** A member and an invitation with names as long as they may be, and the host of this machine. */
const addPeople = async () => {
  const database = createDatabase(databaseUrlOf(platform))
  try {
    const { id: teamId } = await database.team.findFirstOrThrow({ orderBy: { createdAt: 'asc' } })
    const member = await addPerson(database, `Max-${stamp}-${'m'.repeat(40)}`, teamId, 'developer')
    await call('POST', '/invitations', { email: `${'i'.repeat(60)}-${stamp}@example.com`, role: 'viewer' })
    return {
      host: await database.host.findFirstOrThrow({ where: { teamId } }),
      member: await database.membership.findFirstOrThrow({ where: { teamId, userId: member.id } }),
    }
  } finally {
    await database.$disconnect()
  }
}

/** A channel of each type with a secret in it, what was sent to one, an incident, and maintenance of the monitor. */
const addAlerts = async (monitorId: string, appId: string) => {
  const slack = await call('POST', '/channels', {
    type: 'slack',
    name: `slack-${stamp}`,
    url: `https://hooks.slack.com/services/T0/${secret}/B0`,
  })
  await call('POST', '/channels', {
    type: 'webhook',
    name: `hook-${stamp}`,
    url: `https://user:${secret}@pager.example/?key=${secret}`,
    secret: `whsec_${Buffer.from(secret).toString('base64')}`,
  })
  await call('POST', '/channels', { type: 'email', name: `mail-${stamp}`, to: ['night@example.com'] })
  await call('POST', '/maintenance-windows', {
    monitorIds: [monitorId],
    cron: '0 2 * * 0',
    timezone: 'Europe/Berlin',
    durationMinutes: 60,
  })
  const database = createDatabase(databaseUrlOf(platform))
  try {
    const { teamId } = await database.monitor.findUniqueOrThrow({ where: { id: monitorId } })
    const of = { teamId, at: new Date() }
    const payload = { kind: 'test', event: 'test', channelName: `slack-${stamp}`, url: '' }
    const attempts = { create: [{ ...of, statusCode: 404, error: 'The receiver answered 404.', tookMs: 31 }] }
    await database.delivery.create({
      data: { teamId, channelId: slack.id, event: 'test', status: 'failed', payload, dueAt: of.at, attempts },
    })
    const { id } = await database.incident.create({
      data: {
        teamId,
        monitorId,
        appId,
        openedAt: new Date(),
        status: 'acknowledged',
        acknowledgedAt: new Date(),
        acknowledgedBy: 'Vera',
        causeCode: 'unexpected_status',
        cause: '405 instead of 200-299',
        flapping: true,
        events: { create: [{ ...of, type: 'opened', data: { cause: '405 instead of 200-299' } }] },
      },
    })
    return { slack, incident: { id } }
  } finally {
    await database.$disconnect()
  }
}

const settled = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.getByRole('status', { name: 'Loading' }).waitFor({ state: 'detached' })
}

/** What the content security policy has kept a page from doing, from now on. */
const refusedByPolicy = (page: Page): string[] => {
  const refused: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) refused.push(`${page.url()}: ${message.text()}`)
  })
  return refused
}

/** Every script that the page has loaded. */
const scriptsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map((entry) => entry.name)
      .filter((name) => name.endsWith('.js')),
  )

/** Bytes on the wire, as a browser that takes gzip gets them. */
const compressedBytes = (url: string): Promise<number> =>
  new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip' } }, (response) => {
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      response.on('end', () => resolve(bytes))
    }).on('error', reject)
  })

describe.each(looks)('at $width px, $theme', (look) => {
  test('every page is accessible, fits the width, has one heading, and does nothing that its policy forbids', async () => {
    const context = await openContext(browser, platform.url, look)
    const page = await context.newPage()
    const refused = refusedByPolicy(page)
    await signIn(page, platform)
    for (const path of paths) {
      await page.goto(path)
      await settled(page)
      await expectNoAxeViolations(page)
      expect(await page.getByRole('heading', { level: 1 }).count(), `headings of ${path}`).toBe(1)
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(overflow, `${path} is wider than the window`).toBeLessThanOrEqual(0)
    }
    expect(refused).toEqual([])
    await closeContext(context)
  })
})

test('no page sends more than 250 kB of compressed script, and none has the secret of its app', async () => {
  const context = await openContext(browser, platform.url, { width: 1440, theme: 'light' })
  const page = await context.newPage()
  await signIn(page, platform)
  const known = new Map<string, number>()
  for (const path of paths) {
    await page.goto(path)
    await settled(page)
    expect((await page.content()).includes(secret), path).toBe(false)
    const scripts = [...new Set(await scriptsOf(page))]
    for (const url of scripts) known.set(url, known.get(url) ?? (await compressedBytes(url)))
    const bytes = scripts.reduce((sum, url) => sum + (known.get(url) ?? 0), 0)
    expect(bytes, path).toBeGreaterThan(50_000)
    expect(bytes, path).toBeLessThan(250_000)
  }
  await closeContext(context)
})

test('the page of components is for development only', async () => {
  expect((await fetch(`${platform.url}/sign-in`)).status).toBe(200)
  expect((await fetch(`${platform.url}/dev/ui`)).status).toBe(404)
})
