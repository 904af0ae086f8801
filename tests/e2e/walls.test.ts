import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { z } from 'zod'
import { createDatabase } from '@/adapters/database/client'
import type { PrismaClient } from '@/prisma/generated/client'
import { newTokenSecret } from '@/services/tokens/token-secret'
import { pathOfTeam, pathWith } from '@/tests/support/api-ids'
import { Cookies } from '@/tests/support/browser-cookies'
import { dashboardAddresses } from '@/tests/support/dashboard-addresses'
import { addPerson, type Person } from '@/tests/support/people'
import { databaseUrlOf, pidOf } from '@/tests/support/platform-state'
import { createSampleTeam } from '@/tests/support/team'
import { expectNoAxeViolations } from './support/axe'
import { closeContext, launchBrowser, openContext, signIn } from './support/browser'

const platform = inject('platform')
const root = join(import.meta.dirname, '../..')
const stamp = randomBytes(3).toString('hex')
const absent = '0199c1f4-7a5e-7c31-9d0a-3f6f1c2b4d5e'

let browser: Browser
let database: PrismaClient
let foreignTeam: string
let stranger: Person
let signedOut: Cookies
let other: Cookies

beforeAll(async () => {
  browser = await launchBrowser()
  database = createDatabase(databaseUrlOf(platform))
  foreignTeam = (await createSampleTeam(database, `walls-${stamp}`)).teamId
  const { id } = await database.team.create({ data: { name: `Elsewhere ${stamp}` } })
  stranger = await addPerson(database, `Stan-${stamp}`, id, 'owner')
  signedOut = new Cookies(platform.url)
  other = new Cookies(platform.url)
  await other.signIn(stranger.email, stranger.password)
})
afterAll(async () => {
  await browser.close()
  await database.$disconnect()
})

const pages = dashboardAddresses('page.tsx')
const routes = dashboardAddresses('route.ts')
const withId = (path: string) => path.includes('{')

const manifestSchema = z.object({
  node: z.record(z.string(), z.object({ workers: z.record(z.string(), z.unknown()) })),
})

/** The server actions of the build that is served: each with a page that has it. */
const actions = (): { id: string; page: string }[] => {
  const environment = readFileSync(`/proc/${pidOf({ home: platform.home, env: {} }, 'web')}/environ`, 'utf8')
  const build = /(?:^|\0)GAPLESS_WEB_BUILD=([^\0]+)/.exec(environment)?.[1] ?? ''
  const text = readFileSync(join(root, build, 'server/server-reference-manifest.json'), 'utf8')
  return Object.entries(manifestSchema.parse(JSON.parse(text)).node).map(([id, { workers }]) => ({
    id,
    page: Object.keys(workers)[0] ?? '',
  }))
}

const addressOf = (worker: string): string =>
  `/${worker
    .split('/')
    .slice(1, -1)
    .filter((segment) => !segment.startsWith('('))
    .join('/')}`.replaceAll(/\[\w+\]/g, absent)

describe('whoever is not signed in', () => {
  it('is sent from every page to the sign-in', async () => {
    expect(pages.length).toBeGreaterThan(25)
    for (const page of pages) {
      const response = await signedOut.request(pathWith({ path: page }, absent))
      expect([response.status, response.headers.get('location')], page).toEqual([
        307,
        expect.stringMatching('/sign-in'),
      ])
    }
  })

  it('is told nothing by what pages read', async () => {
    expect(routes.length).toBeGreaterThan(10)
    for (const path of routes) {
      const answers = await Promise.all(
        ['GET', 'POST'].map((method) => signedOut.request(pathWith({ path }, absent), { method })),
      )
      // One of the two is no method of the route.
      expect(answers.map(({ status }) => status).sort(), path).toEqual([401, 405])
    }
  })

  it('can call no action of the dashboard', async () => {
    const inside = actions().filter(({ page }) => page.startsWith('app/(dashboard)'))
    expect(inside.length).toBeGreaterThan(25)
    for (const { id, page } of inside) {
      const response = await signedOut.request(addressOf(page), {
        method: 'POST',
        headers: { 'next-action': id, 'content-type': 'text/plain;charset=UTF-8', origin: platform.url },
        body: '[]',
      })
      const to = response.headers.get('x-action-redirect') ?? response.headers.get('location')
      expect(to, `${id} on ${page}`).toMatch('/sign-in')
    }
  })
})

describe("another team's owner", () => {
  /** What stands on a page, and whether it is that there is no such thing. */
  const seen = async (path: string, id: string) => {
    const response = await other.request(path)
    const html = await response.text()
    const text = html
      .replaceAll(/<script[\s\S]*?<\/script>/g, '')
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(id, '…')
      .replaceAll(/\s+/g, ' ') // How a stream was cut into pieces shows in the space between tags.
    return { status: response.status, text, isMissing: html.includes('NEXT_HTTP_ERROR_FALLBACK;404') }
  }

  it('sees the same on pages of things that are not theirs as on those of what is not there', async () => {
    const named = pages.filter(withId)
    expect(named.length).toBeGreaterThan(10)
    for (const path of named) {
      const own = await pathOfTeam(database, { path }, foreignTeam)
      const id = own.split('/').find((segment) => /^[0-9a-f-]{36}$/.test(segment)) ?? ''
      const page = await seen(own, id)
      // Behind the link of an alert it is said of any incident that the link is not valid.
      expect(page.isMissing, path).toBe(!path.endsWith('/roll-back'))
      expect(page, path).toEqual(await seen(pathWith({ path }, absent), absent))
    }
  })

  it('is told the same by what pages read', async () => {
    for (const path of routes.filter(withId)) {
      // It asks for one before it looks for the app.
      const query = path.endsWith('/traffic') ? '?range=1h' : ''
      const ask = async (address: string) => {
        const response = await other.request(`${address}${query}`)
        return [response.status, await response.text()]
      }
      const foreign = await ask(await pathOfTeam(database, { path }, foreignTeam))
      expect(foreign[0], path).not.toBe(200)
      expect(foreign, path).toEqual(await ask(pathWith({ path }, absent)))
    }
  })
})

describe('another site', () => {
  it('can call no action of somebody who is signed in', async () => {
    const all = actions()
    for (const origin of ['https://evil.example', 'null']) {
      for (const { id, page } of all) {
        const response = await other.request(addressOf(page), {
          method: 'POST',
          headers: { 'next-action': id, 'content-type': 'text/plain;charset=UTF-8', origin },
          body: JSON.stringify([{ name: 'Renamed from elsewhere' }]),
        })
        expect(response.status, `${id} on ${page}`).toBeGreaterThanOrEqual(400)
      }
    }
    expect(await database.user.findUniqueOrThrow({ where: { id: stranger.id } })).toMatchObject({
      name: `Stan-${stamp}`,
    })
    expect(await database.team.count({ where: { name: 'Renamed from elsewhere' } })).toBe(0)
  })
})

describe('the owner of a team, who is not the operator', () => {
  it('can add no host on a socket or a private address', async () => {
    const { token, ...kept } = await newTokenSecret()
    const { teamId } = await database.membership.findFirstOrThrow({ where: { userId: stranger.id } })
    await database.apiToken.create({
      data: { teamId, name: 'owner', role: 'owner', isOperator: false, createdBy: stranger.id, ...kept },
    })
    const tls = Object.fromEntries(
      ['ca', 'cert', 'key'].map((name) => [
        name,
        `-----BEGIN ${name.toUpperCase()}-----\nx\n-----END ${name.toUpperCase()}-----`,
      ]),
    )
    for (const endpoint of [
      { type: 'socket', path: '/var/run/docker.sock' },
      { type: 'tcp', host: '127.0.0.1', port: 2376, tls },
      { type: 'tcp', host: '169.254.169.254', port: 2376, tls },
    ]) {
      const response = await fetch(`${platform.url}/api/v1/hosts`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'mine', endpoint }),
      })
      expect(response.status, JSON.stringify(endpoint)).toBe(403)
      expect(await response.text()).toContain('operator')
    }
    expect(await database.host.count({ where: { teamId } })).toBe(0)
  })
})

describe('the operator', () => {
  it('lets a team use a host, and takes it off again', async () => {
    const context = await openContext(browser, platform.url, { width: 390, theme: 'light' })
    const page = await context.newPage()
    await signIn(page, platform)
    await page.goto('/hosts')
    await page.getByRole('link', { name: 'Teams that use local' }).click()
    await page.getByRole('heading', { name: 'Teams that use local' }).waitFor()
    await expectNoAxeViolations(page)
    await page.getByRole('button', { name: `Let it use the host (Elsewhere ${stamp})` }).click()
    const off = page.getByRole('button', { name: `Take off Elsewhere ${stamp}` })
    await off.waitFor()
    const hosts = await (await other.request('/hosts')).text()
    expect(hosts).toContain('the operator of this instance lets yours use it')
    expect(hosts).not.toContain('docker.sock')
    await off.click()
    await page.getByRole('button', { name: `Really take off Elsewhere ${stamp}` }).click()
    await page.getByRole('button', { name: `Let it use the host (Elsewhere ${stamp})` }).waitFor()
    await closeContext(context)
  })
})
