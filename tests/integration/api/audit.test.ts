import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { instanceParts } from '@/runtime'
import { forgetOldAuditEvents } from '@/services/audit/forget-old-events'
import { type ApiWorld, createApiWorld, jsonIn, problemIn } from '@/tests/support/api-world'

let world: ApiWorld
let team: Awaited<ReturnType<ApiWorld['addTeam']>>

beforeAll(async () => {
  world = await createApiWorld()
  team = await world.addTeam()
})
afterAll(() => world.close())

const eventsSchema = z.array(
  z.looseObject({
    action: z.string(),
    target: z.looseObject({ name: z.string() }),
    before: z.unknown(),
    after: z.unknown(),
  }),
)
const get = (path: string) => world.call('GET', `/api/v1/audit-events${path}`, { token: team.token })
const events = async (query = '') => eventsSchema.parse((await jsonIn(await get(query))).data)
const names = async (query: string) => (await events(query)).map(({ target }) => target.name)

const write = (targetName: string, more: object = {}) =>
  world.database.auditEvent.create({
    data: {
      teamId: team.teamId,
      actorType: 'user',
      actorId: 'ada',
      actorName: 'Ada',
      action: 'app.update',
      targetType: 'app',
      targetId: `id-of-${targetName.length}`,
      targetName,
      ip: '192.0.2.7',
      ...more,
    },
  })

describe('the audit log', () => {
  it('tells what a change was before and after, and of env which names have other values', async () => {
    const body = {
      name: 'shop',
      port: 3000,
      image: 'shop:1',
      env: { KEY: 'old-secret', MODE: 'a' },
      secretEnv: ['KEY'],
    }
    const app = await jsonIn(await world.call('POST', '/api/v1/apps', { token: team.token, body }))
    const patch = { port: 4000, env: { KEY: 'new-secret', MORE: 'x' } }
    await jsonIn(await world.call('PATCH', `/api/v1/apps/${app.id}`, { token: team.token, body: patch }))
    const [changed] = await events(`?targetId=${app.id}`)
    expect(changed).toMatchObject({
      action: 'app.update',
      before: { port: 3000, env: ['KEY', 'MODE'] },
      after: { port: 4000, env: ['KEY', 'MODE', 'MORE'], envChanged: ['KEY'] },
    })
    expect(JSON.stringify(await events())).not.toContain('secret"')
  })

  it('is narrowed by who, what, when and text', async () => {
    await write('blog', { action: 'app.delete' })
    await write('100%_done', { actorId: 'mary', actorName: 'Mary', at: new Date('2026-01-31T23:59:59.500Z') })
    await write('100 done', { targetType: 'monitor', action: 'monitor.update', at: new Date('2026-02-01T00:00:00Z') })
    expect(await names('?actorId=mary')).toEqual(['100%_done'])
    expect(await names('?action=app.delete')).toEqual(['blog'])
    expect(await names('?targetType=monitor')).toEqual(['100 done'])
    expect(await names('?text=100%25_&from=2026-01-01')).toEqual(['100%_done'])
    expect(await names('?text=MARY&from=2026-01-01')).toEqual(['100%_done'])
    expect(await names('?text=192.0.2.7&actorId=ada&from=2026-01-01')).toEqual(['100 done', 'blog'])
    // A day counts to its end.
    expect(await names('?from=2026-01-31&to=2026-01-31')).toEqual(['100%_done'])
    expect(await names('?from=2026-02-01T01:00:00%2B01:00&to=2026-02-02')).toEqual(['100 done'])
  })

  it('is searched for a text in 90 days, unless one says from when', async () => {
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
    await write('needle of today')
    await write('needle of last month', { at: daysAgo(89) })
    await write('needle of last season', { at: daysAgo(91) })
    await write('needle of last year', { at: daysAgo(191) })
    const [today, month, season, year] = ['today', 'last month', 'last season', 'last year'].map(
      (of) => `needle of ${of}`,
    )
    const day = (days: number) => daysAgo(days).toISOString().slice(0, 10)
    expect(await names('?text=needle')).toEqual([month, today])
    expect(await names(`?text=needle&to=${day(90)}`)).toEqual([season])
    expect(await names(`?text=needle&from=${day(200)}`)).toEqual([year, season, month, today])
    const exported = eventsSchema.parse(await (await get('/export?text=needle')).json())
    expect(exported.map(({ target }) => target.name)).toEqual([month, today])
  })

  it.each([
    'actorId=%00',
    'action=nonsense',
    'from=yesterday',
    'to=2026-13-01',
    'text=',
    'targetType=App',
    'colour=red',
  ])('refuses a filter that is none: %s', async (query) => {
    const problem = await problemIn(await get(`?${query}`))
    expect(problem).toMatchObject({ status: 422, errors: [{ path: query.split('=')[0] }] })
  })

  it.each([
    ['from', 'from=0000-01-01'],
    ['to', 'to=0000-12-31'],
    ['to', 'text=a&to=0001-01-01'],
    ['from', 'from=1970-01-01T00:00:00%2B00:01'],
    ['to', 'to=9999-12-31T23:59:59-00:01'],
  ])('refuses a day or time whose year the database or an answer may not know, by %s: %s', async (path, query) => {
    const message = 'Use a year from 1970 to 9999.'
    for (const list of ['', '/export']) {
      expect(await problemIn(await get(`${list}?${query}`))).toMatchObject({ status: 422, errors: [{ path, message }] })
    }
  })

  it('takes the first and the last day of those years', async () => {
    expect(await names('?text=nobody&to=1970-01-01')).toEqual([])
    expect(await names('?text=nobody&from=1970-01-01&to=9999-12-31')).toEqual([])
  })

  it('is exported as JSON just as it is listed, and narrowed alike', async () => {
    const exported = await get('/export?actorId=ada')
    expect(exported.headers.get('content-type')).toBe('application/json')
    expect(exported.headers.get('content-disposition')).toMatch(/^attachment; filename="audit-[\d-]+\.json"$/)
    expect(await exported.json()).toEqual(await events('?actorId=ada'))
    expect(await (await get('/export?actorId=nobody')).json()).toEqual([])
  })

  it('is exported as CSV that no spreadsheet takes for formulas', async () => {
    await write('=HYPERLINK("http://evil.example")', { actorId: 'eve', actorName: '+1,2', after: { a: 'x"y' } })
    const lines = (await (await get('/export?format=csv&actorId=eve')).text()).split('\r\n')
    expect(lines[0]).toBe('at,actorType,actorId,actorName,action,targetType,targetId,targetName,ip,before,after')
    expect(lines[1]).toContain(
      `,eve,"'+1,2",app.update,app,id-of-33,"'=HYPERLINK(""http://evil.example"")",192.0.2.7,,`,
    )
    expect(lines[1]).toContain('"{""a"":""x\\""y""}"')
    expect(lines).toHaveLength(3)
  })

  it('is exported piece by piece, however long it is', async () => {
    const { teamId, token } = await world.addTeam()
    const row = { teamId, actorType: 'user', actorId: 'ada', actorName: 'Ada', action: 'app.update', targetType: 'app' }
    await world.database.auditEvent.createMany({
      data: Array.from({ length: 1201 }, (_, at) => ({ ...row, targetId: `t${at}`, targetName: `app ${at}` })),
    })
    const response = await world.call('GET', '/api/v1/audit-events/export?format=json', { token })
    const pieces: string[] = []
    const decoder = new TextDecoder()
    for await (const piece of response.body ?? []) pieces.push(decoder.decode(piece))
    expect(pieces.length).toBeGreaterThan(2)
    const all = eventsSchema.parse(JSON.parse(pieces.join('')))
    expect(new Set(all.map(({ target }) => target.name)).size).toBe(1201)
  })

  it('is for admins and above, and only ever added to', async () => {
    const token = await world.addToken(team.teamId, 'developer')
    for (const path of ['/api/v1/audit-events', '/api/v1/audit-events/export']) {
      expect((await problemIn(await world.call('GET', path, { token }))).status).toBe(403)
    }
    await expect(world.database.auditEvent.deleteMany({})).rejects.toThrow('only ever added to')
    await expect(world.database.auditEvent.updateMany({ data: { ip: null } })).rejects.toThrow('only ever added to')
  })

  it('is kept for as long as the operator wants', async () => {
    const dayMs = 86_400_000
    await write('long ago', { at: new Date(Date.now() - 11 * dayMs) })
    await write('not so long ago', { at: new Date(Date.now() - 9 * dayMs) })
    // Those of other tests that are of last winter, and needles, are older as well.
    expect(await forgetOldAuditEvents(instanceParts(), 10)).toBe(6)
    expect(await names('?text=long')).toEqual(['not so long ago'])
    expect(await forgetOldAuditEvents(instanceParts(), 10)).toBe(0)
    await expect(world.database.auditEvent.deleteMany({})).rejects.toThrow('only ever added to')
  })
})
