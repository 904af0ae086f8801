import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { operations } from '@/core/api/all-operations'
import { applyToIncident } from '@/services/incidents/apply-to-incident'
import { type ApiWorld, createApiWorld, jsonIn, problemIn } from '@/tests/support/api-world'
import { plainMonitor } from '@/tests/support/plain-monitor'

let world: ApiWorld
let team: Awaited<ReturnType<ApiWorld['addTeam']>>

beforeAll(async () => {
  world = await createApiWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  team = await world.addTeam()
})

const call = (method: string, path: string, body?: object, token = team.token) =>
  world.call(method, `/api/v1/${path}`, { token, ...(body ? { body } : {}) })
const json = async (method: string, path: string, body?: object) => jsonIn(await call(method, path, body))
const slackUrl = 'https://hooks.slack.com/services/T000/B000/planted-secret-WXYZ'

/** Holds an answer against what the document says of it. */
const fits = (operationId: string, answer: unknown): void => {
  const schema = operations.find((operation) => operation.operationId === operationId)?.response
  if (!schema) throw new Error(`${operationId} has no answer`)
  expect(z.prettifyError(schema.safeParse(answer).error ?? new z.ZodError([]))).toBe('')
}

describe('channels', () => {
  it('are made, changed by a patch, listed and taken away, and tell no secret', async () => {
    const made = await json('POST', 'channels', { type: 'slack', name: 'ops', url: slackUrl })
    fits('createChannel', made)
    expect(made).toMatchObject({ type: 'slack', enabled: true, url: 'https://hooks.slack.com/…WXYZ' })
    const changed = await json('PATCH', `channels/${made.id}`, { name: 'night', events: ['incident.opened'] })
    expect(changed).toMatchObject({ name: 'night', events: ['incident.opened'], url: made.url })
    const list = await json('GET', 'channels')
    fits('listChannels', list)
    const audit = await json('GET', 'audit-events')
    expect(JSON.stringify([made, changed, list, audit])).not.toContain('planted-secret')
    expect(JSON.stringify(await world.database.channel.findMany())).not.toContain('planted-secret')
    expect((await call('DELETE', `channels/${made.id}`)).status).toBe(204)
    expect((await call('GET', `channels/${made.id}`)).status).toBe(404)
  })

  it('give a webhook its signing secret once, and a new one when asked', async () => {
    const made = await json('POST', 'channels', {
      type: 'webhook',
      name: 'pager',
      url: 'https://pager.example.com/in?k=1',
    })
    expect(made).toMatchObject({ url: 'https://pager.example.com/in', secret: expect.stringMatching(/^whsec_/) })
    expect((await json('GET', `channels/${made.id}`)).secret).toBeUndefined()
    expect((await json('PATCH', `channels/${made.id}`, { enabled: false })).secret).toBeUndefined()
    const rotated = await json('POST', `channels/${made.id}/rotate-secret`)
    fits('rotateChannelSecret', rotated)
    expect(rotated.secret).not.toBe(made.secret)
    const own = `whsec_${btoa('x'.repeat(32))}`
    const brought = { type: 'webhook', name: 'own', url: 'https://pager.example.com', secret: own }
    expect((await json('POST', 'channels', brought)).secret).toBeUndefined()
    const slack = await json('POST', 'channels', { type: 'slack', name: 'ops', url: slackUrl })
    expect(await problemIn(await call('POST', `channels/${slack.id}/rotate-secret`))).toMatchObject({
      code: 'not_signed',
    })
  })

  it('refuse what is none', async () => {
    for (const [body, path] of [
      [{ type: 'slack', name: 'ops', url: 'ftp://x' }, 'url'],
      [{ type: 'email', name: 'ops', to: ['nobody'] }, 'to.0'],
      [{ type: 'email', name: 'ops', to: [] }, 'to'],
      [{ type: 'webhook', name: 'ops', url: 'https://x.example', secret: 'short' }, 'secret'],
      [{ type: 'slack', name: 'ops', url: slackUrl, events: ['incident.closed'] }, 'events.0'],
      [{ type: 'slack', name: 'ops', url: slackUrl, more: 1 }, 'more'],
      [{ type: 'pigeon', name: 'ops' }, 'type'],
    ] as const) {
      expect(await problemIn(await call('POST', 'channels', body)), path).toMatchObject({
        status: 422,
        errors: [{ path }],
      })
    }
    await json('POST', 'channels', { type: 'slack', name: 'ops', url: slackUrl })
    const again = await call('POST', 'channels', { type: 'slack', name: 'ops', url: slackUrl })
    expect(await problemIn(again)).toMatchObject({ status: 409, code: 'name_taken' })
  })

  it('answer a test with what came of it, and connect to no private address', async () => {
    const made = await json('POST', 'channels', { type: 'webhook', name: 'pager', url: 'http://127.0.0.1:9/' })
    const result = await json('POST', `channels/${made.id}/test`)
    fits('testChannel', result)
    expect(result).toMatchObject({
      ok: false,
      statusCode: null,
      error: expect.stringContaining('No connection was made: 127.0.0.1'),
    })
    const deliveries = z
      .object({ data: z.array(z.looseObject({ id: z.string(), status: z.string() })) })
      .parse(await json('GET', `channels/${made.id}/deliveries`))
    expect(deliveries.data).toMatchObject([{ id: result.deliveryId, event: 'test', status: 'failed' }])
    const again = await json('POST', `channels/${made.id}/deliveries/${result.deliveryId}/resend`)
    fits('resendDelivery', again)
    fits('listDeliveries', await json('GET', `channels/${made.id}/deliveries`))
  })

  it('are nobody else’s, and not for viewers', async () => {
    const made = await json('POST', 'channels', { type: 'slack', name: 'ops', url: slackUrl })
    const other = await world.addTeam()
    const viewer = await world.addToken(team.teamId, 'viewer')
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/test'],
      ['POST', '/rotate-secret'],
      ['GET', '/deliveries'],
    ] as const) {
      const body = method === 'PATCH' ? { name: 'mine' } : undefined
      expect((await call(method, `channels/${made.id}${path}`, body, other.token)).status, path).toBe(404)
      expect((await call(method, `channels/${made.id}${path}`, body, viewer)).status, path).toBe(403)
    }
  })
})

describe('incidents', () => {
  const openOne = async () => {
    const monitor = await world.database.monitor.create({ data: plainMonitor(team.teamId, 1) })
    await world.database.$transaction((tx) =>
      applyToIncident(tx, {
        monitor,
        change: { kind: 'opened', openedAt: new Date(), cause: { code: 'timeout', text: 'no answer in 10 s' } },
        now: new Date(),
      }),
    )
    return monitor
  }

  it('are listed, shown with what happened, and acknowledged', async () => {
    const monitor = await openOne()
    const list = z.object({ data: z.array(z.looseObject({ id: z.string() })) }).parse(await json('GET', 'incidents'))
    fits('listIncidents', await json('GET', `incidents?status=open&monitorId=${monitor.id}`))
    const [incident] = list.data
    expect(incident).toMatchObject({
      monitorId: monitor.id,
      status: 'open',
      cause: 'no answer in 10 s',
      deploymentId: null,
    })
    const seen = await json('POST', `incidents/${incident?.id}/acknowledge`)
    fits('acknowledgeIncident', seen)
    expect(seen).toMatchObject({ status: 'acknowledged' })
    const shown = await json('GET', `incidents/${incident?.id}`)
    fits('getIncident', shown)
    expect(shown.timeline).toMatchObject([{ type: 'opened' }, { type: 'acknowledged' }])
    for (const [query, count] of [
      ['status=open', 1],
      ['status=resolved', 0],
      ['appId=none', 0],
    ] as const) {
      expect((await json('GET', `incidents?${query}`)).data, query).toHaveLength(count)
    }
    const other = await world.addTeam()
    expect((await call('GET', `incidents/${incident?.id}`, undefined, other.token)).status).toBe(404)
  })
})

describe('maintenance windows', () => {
  it('are made once and recurring, listed and taken away', async () => {
    const monitor = await world.database.monitor.create({ data: plainMonitor(team.teamId, 1) })
    const monitorIds = [monitor.id]
    const once = await json('POST', 'maintenance-windows', {
      monitorIds,
      startsAt: '2100-01-01T00:00:00Z',
      endsAt: '2100-01-01T02:00:00Z',
    })
    fits('createMaintenanceWindow', once)
    const weekly = { monitorIds, cron: '0 3 * * 1', timezone: 'Europe/Berlin', durationMinutes: 60 }
    expect(await json('POST', 'maintenance-windows', weekly)).toMatchObject({ ...weekly, startsAt: null })
    const list = await json('GET', 'maintenance-windows')
    fits('listMaintenanceWindows', list)
    expect(list.data).toHaveLength(2)
    expect((await call('DELETE', `maintenance-windows/${once.id}`)).status).toBe(204)
    expect((await call('DELETE', `maintenance-windows/${once.id}`)).status).toBe(404)
    const faults = [
      { monitorIds, startsAt: '2100-01-01T02:00:00Z', endsAt: '2100-01-01T02:00:00Z' },
      { ...weekly, cron: 'never' },
      { ...weekly, timezone: 'Mars/Base' },
      { ...weekly, monitorIds: ['none'] },
    ]
    for (const body of faults) expect((await call('POST', 'maintenance-windows', body)).status).toBe(422)
  })
})
