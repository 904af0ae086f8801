import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { instanceParts } from '@/runtime'
import { subscriptionToken } from '@/services/status-pages/subscription-token'
import { type ApiWorld, createApiWorld, jsonIn, problemIn } from '@/tests/support/api-world'
import { plainMonitor } from '@/tests/support/plain-monitor'
import { visit } from '@/tests/support/public-routes'

const planted = 'planted'
const dayMs = 24 * 60 * 60_000
let world: ApiWorld
let team: { teamId: string; token: string }
let monitorIds: string[]

beforeAll(async () => {
  world = await createApiWorld({ SMTP_URL: 'smtp://127.0.0.1:1?from=status@gapless.example' })
  team = await world.addTeam()
  monitorIds = [await addMonitor('up'), await addMonitor('down')]
})
afterAll(() => world.close())

/** A monitor, everything private of which says so. */
const addMonitor = async (state: 'up' | 'down'): Promise<string> => {
  const { database } = world
  const { teamId } = team
  const now = Date.now()
  const monitor = await database.monitor.create({
    data: {
      ...plainMonitor(teamId, 1),
      name: `${planted} name`,
      url: `https://${planted}.internal/${planted}?key=${planted}`,
      keyword: { text: planted, mustContain: true },
      requestShown: { headers: [planted], authType: 'bearer', hasBody: false },
    },
  })
  const error = `'${planted}' at 10.9.8.7`
  const check = { outcome: state === 'up' ? 'ok' : 'failed', error, code: null }
  const at = { since: new Date(now - dayMs), dueAt: new Date(now) }
  await database.monitorWatch.create({ data: { monitorId: monitor.id, teamId, state, ...at, lastCheck: check } })
  const from = new Date(now - 30 * dayMs)
  const wentDown = new Date(now - 3_600_000)
  await database.monitorPeriod.createMany({
    data:
      state === 'up'
        ? [{ teamId, monitorId: monitor.id, state, from }]
        : [
            { teamId, monitorId: monitor.id, state: 'up', from, to: wentDown },
            { teamId, monitorId: monitor.id, state, from: wentDown },
          ],
  })
  if (state === 'down') await addIncident(monitor.id, wentDown, null)
  return monitor.id
}

const addIncident = async (
  monitorId: string,
  openedAt: Date,
  resolvedAt: Date | null,
  causeCode = 'keyword_missing',
) => {
  const { teamId } = team
  const status = resolvedAt === null ? 'open' : 'resolved'
  const cause = `200 but the page lacks '${planted}'`
  const { id } = await world.database.incident.create({
    data: { teamId, monitorId, openedAt, resolvedAt, status, causeCode, cause, deploymentId: planted },
  })
  const data = { cause }
  await world.database.incidentEvent.create({ data: { teamId, incidentId: id, at: openedAt, type: 'opened', data } })
}

const definition = (more: object = {}) => ({
  slug: 'acme',
  title: 'Acme status',
  description: 'What we run.',
  enabled: true,
  monitors: [
    { monitorId: monitorIds[1], label: 'Search' },
    { monitorId: monitorIds[0], label: 'Shop' },
  ],
  ...more,
})
const put = (body: object, token = team.token) => world.call('PUT', '/api/v1/status-page', { token, body })

describe('a team’s status page', () => {
  it('is not there before it is saved, and then is what was saved', async () => {
    expect((await world.call('GET', '/api/v1/status-page', { token: team.token })).status).toBe(404)
    const saved = await jsonIn(await put(definition()))
    expect(saved).toMatchObject({
      slug: 'acme',
      url: 'http://localhost:3000/status/acme',
      subscribers: 0,
      monitors: [
        { monitorId: monitorIds[1], label: 'Search', name: 'planted name' },
        { monitorId: monitorIds[0], label: 'Shop' },
      ],
    })
    expect(await jsonIn(await world.call('GET', '/api/v1/status-page', { token: team.token }))).toEqual(saved)
    const event = await world.database.auditEvent.findFirst({ where: { action: 'status_page.update' } })
    expect(event).toMatchObject({ targetName: 'Acme status' })
  })

  it('is changed by admins, and seen by all of the team', async () => {
    const developer = await world.addToken(team.teamId, 'developer')
    expect((await put(definition(), developer)).status).toBe(403)
    expect((await world.call('GET', '/api/v1/status-page', { token: developer })).status).toBe(200)
    expect((await put(definition(), await world.addToken(team.teamId, 'admin'))).status).toBe(200)
  })

  it('takes no monitor of another team, no address of another page and nothing that it does not know', async () => {
    const other = await world.addTeam()
    const foreign = await problemIn(await put(definition({ slug: 'other' }), other.token))
    expect(foreign).toMatchObject({
      status: 422,
      errors: [{ path: 'monitors.0.monitorId' }, { path: 'monitors.1.monitorId' }],
    })
    const taken = await problemIn(await put(definition({ monitors: [] }), other.token))
    expect(taken).toMatchObject({ status: 409, errors: [{ path: 'slug' }] })
    expect((await put(definition({ logo: 'x' }))).status).toBe(422)
    expect((await put(definition({ slug: 'UPPER' }))).status).toBe(422)
  })
})

describe('everybody', () => {
  it('reads how it is, without a login', async () => {
    await put(definition())
    const page = await (await visit.page('acme')).text()
    expect(page).toContain('<h1>Acme status</h1>')
    expect(page).toContain('What we run.')
    expect(page).toContain('Search is down.')
    expect(page).toContain('Search: answering with errors')
    expect(page.indexOf('>Search</span>')).toBeLessThan(page.indexOf('>Shop</span>'))
    expect(page).toMatch(/99\.8\d.% up/)
    expect(page).toMatch(/100.% up/)
    expect(page).toContain('action="/status/acme/subscribe"')
  })

  it('may keep it for a moment, and asks again without getting it twice', async () => {
    const first = await visit.page('acme')
    expect(first.headers.get('cache-control')).toMatch(/^public, max-age=30, .*stale-while-revalidate=60$/)
    expect(first.headers.get('set-cookie')).toBeNull()
    expect(first.headers.get('vary') ?? '').not.toMatch(/cookie/i)
    expect(first.headers.get('content-security-policy')).toContain("default-src 'none'")
    const etag = first.headers.get('etag') ?? ''
    const again = await visit.page('acme', { 'if-none-match': `"other", ${etag}` })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect((await visit.page('acme', { 'if-none-match': '"other"' })).status).toBe(200)
  })

  it('sees incidents of the last 14 days, and of no time in which nothing was down', async () => {
    const ago = (days: number, minutes = 0) => new Date(Date.now() - days * dayMs + minutes * 60_000)
    const [shop] = monitorIds
    if (shop === undefined) throw new Error('there is no monitor')
    const addOutage = async (days: number) => {
      await addIncident(shop, ago(days), ago(days, 20), 'timeout')
      const of = { teamId: team.teamId, monitorId: shop, state: 'down' }
      await world.database.monitorPeriod.create({ data: { ...of, from: ago(days, 5), to: ago(days, 20) } })
    }
    await addOutage(3)
    await addOutage(15)
    // It ends when it is known that the monitor is down, which it is since its first failure.
    await addIncident(shop, ago(4), ago(3, 7), 'tls_expires_soon')
    const page = await (await visit.page('acme')).text()
    expect(page.match(/Shop: not answering/g)).toHaveLength(1)
    expect(page).not.toContain('Shop: certificate problem')
    // Only from when it was down: an incident may begin as a warning.
    expect(page).toMatch(/15.min<\/p>/)
    const feed = await (await visit.feed('acme')).text()
    expect(feed.match(/<item>/g)).toHaveLength(3)
  })

  it('sees what is wrong now, however much came and went since', async () => {
    const [shop] = monitorIds
    if (shop === undefined) throw new Error('there is no monitor')
    const { teamId } = team
    const began = Date.now() - 1_000_000
    const spans = Array.from({ length: 2100 }, (_, index) => ({
      from: new Date(began + index * 250),
      to: new Date(began + index * 250 + 100),
    }))
    const of = { teamId, monitorId: shop }
    const periods = await world.database.monitorPeriod.createManyAndReturn({
      data: spans.map((span) => ({ ...of, state: 'down', ...span })),
    })
    const ended = { ...of, status: 'resolved', causeCode: 'timeout', cause: 'no answer' } as const
    const incidents = await world.database.incident.createManyAndReturn({
      data: spans.slice(0, 250).map(({ from, to }) => ({ ...ended, openedAt: from, resolvedAt: to })),
    })
    const page = await (await visit.page('acme')).text()
    expect(page.slice(page.indexOf('What is wrong now'), page.indexOf('<h2>Services'))).toContain('Search: ')
    await world.database.incident.deleteMany({ where: { id: { in: incidents.map(({ id }) => id) } } })
    await world.database.monitorPeriod.deleteMany({ where: { id: { in: periods.map(({ id }) => id) } } })
  })

  it('sees when something is in maintenance, but not why', async () => {
    const { teamId } = team
    const window = await world.database.maintenanceWindow.create({
      data: {
        teamId,
        name: planted,
        startsAt: new Date(Date.now() - 60_000),
        endsAt: new Date(Date.now() + 3_600_000),
      },
    })
    const [shop = ''] = monitorIds
    await world.database.monitorMaintenance.create({ data: { teamId, monitorId: shop, windowId: window.id } })
    const page = await (await visit.page('acme')).text()
    expect(page).toContain('<h2>Maintenance</h2>')
    expect(page).toMatch(/Shop<\/span><span class="state"><svg class="mark m-maintenance"/)
  })

  it('gets badges of the page and of each service', async () => {
    const badge = await visit.badge('acme')
    expect(badge.headers.get('content-type')).toContain('image/svg+xml')
    expect(await badge.text()).toContain('aria-label="Acme status: down"')
    const keys = await keysOf('acme')
    const texts = await Promise.all(keys.map(async (key) => (await visit.badge('acme', key)).text()))
    expect(texts.map((text) => /aria-label="([^"]+)"/.exec(text)?.[1])).toEqual(['Search: down', 'Shop: maintenance'])
    expect((await visit.badge('acme', monitorIds[0])).status).toBe(404)
  })

  it('learns nothing private: no name, address, cause or id of ours', async () => {
    const keys = await keysOf('acme')
    const answers = [
      await visit.page('acme'),
      await visit.feed('acme'),
      await visit.badge('acme'),
      ...(await Promise.all(keys.map((key) => visit.badge('acme', key)))),
    ]
    for (const answer of answers) {
      const text = `${JSON.stringify([...answer.headers])}\n${await answer.text()}`
      expect(text).not.toContain(planted)
      expect(text).not.toContain('10.9.8.7')
      expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/)
      expect(text).not.toContain(team.teamId)
    }
  })

  it('cannot tell a page that is switched off from one that never was', async () => {
    await put(definition({ enabled: false }))
    const read = async (slug: string) =>
      Promise.all(
        [
          await visit.page(slug),
          await visit.feed(slug),
          await visit.badge(slug),
          await visit.badge(slug, 'x'),
          await visit.subscribe(slug, 'ada@example.com'),
        ].map(async (answer) => [answer.status, [...answer.headers], await answer.text()]),
      )
    expect(await read('acme')).toEqual(await read('never-was'))
    expect((await visit.page('acme')).status).toBe(404)
    for (const slug of ['../x', 'A', 'x'.repeat(500), '%00']) expect((await visit.page(slug)).status).toBe(404)
    expect(await world.database.statusSubscriber.count()).toBe(0)
    await put(definition())
  })
})

describe('the form and the links of mails', () => {
  const subscriber = () => world.database.statusSubscriber.findFirst({ where: { email: 'ada@example.com' } })
  const linkTo = async (page: 'confirm' | 'unsubscribe'): Promise<string> => {
    const token = subscriptionToken(instanceParts(), (await subscriber())?.id ?? '')
    return `http://localhost:3000/subscription/${page}?token=${token}`
  }

  it('take a subscription, and answer the same to whoever has one already', async () => {
    const first = await visit.subscribe('acme', 'ada@example.com')
    await world.database.statusSubscriber.updateMany({ data: { confirmedAt: new Date() } })
    const again = await visit.subscribe('acme', 'ADA@example.com')
    expect([first.status, await first.text()]).toEqual([again.status, await again.text()])
    expect(first.headers.get('cache-control')).toBe('no-store')
    expect(await world.database.statusSubscriber.count()).toBe(1)
    await world.database.statusSubscriber.updateMany({ data: { confirmedAt: null } })
  })

  it('refuse what comes from another site’s page, is no form or no address', async () => {
    const foreign = await visit.subscribe('acme', 'eve@example.com', { 'sec-fetch-site': 'cross-site' })
    expect(foreign.status).toBe(403)
    const json = await visit.subscribe('acme', 'eve@example.com', { 'content-type': 'application/json' })
    expect(json.status).toBe(415)
    const wrong = await visit.subscribe('acme', 'eve')
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('This is no e-mail address.')])
    expect(await world.database.statusSubscriber.count()).toBe(1)
  })

  it('say when too many come from one network', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9' }
    for (let times = 0; times < 10; times += 1) await visit.subscribe('acme', 'bob@example.com', headers)
    const refused = await visit.subscribe('acme', 'bob@example.com', headers)
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true])
    await world.database.statusSubscriber.deleteMany({ where: { email: 'bob@example.com' } })
  })

  it('confirm when pressed, and not when opened', async () => {
    const link = await linkTo('confirm')
    expect(await (await visit.follow(link, 'GET')).text()).toContain('<form method="post">')
    expect((await subscriber())?.confirmedAt).toBeNull()
    expect((await visit.follow(link, 'POST')).status).toBe(200)
    expect((await subscriber())?.confirmedAt).toBeInstanceOf(Date)
    expect((await visit.follow(`${link}x`, 'POST')).status).toBe(404)
  })

  it('unsubscribe when pressed or by a mail program’s own button, and not when opened', async () => {
    const link = await linkTo('unsubscribe')
    await visit.follow(`${link}x`, 'POST')
    const opened = await visit.follow(link, 'GET')
    expect(opened.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await subscriber()).not.toBeNull()
    const answer = await visit.follow(link, 'POST', new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }))
    expect([answer.status, await subscriber()]).toEqual([200, null])
    expect(await (await visit.follow(link, 'GET')).text()).toContain('You get no more mails.')
  })
})

const keysOf = async (slug: string): Promise<string[]> => {
  const page = await (await visit.page(slug)).text()
  const keys = [...page.matchAll(/href="\/status\/acme\/([\w-]+)\/badge\.svg"/g)].map((match) => match[1] ?? '')
  expect(keys).toHaveLength(2)
  return keys
}
