import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deploymentFeed } from '@/app/_server/live/deployment-feed'
import { systemActor } from '@/core/access/actor'
import { deploymentChannel } from '@/core/ports/live-events'
import { contextFor, instanceParts } from '@/runtime'
import { type ApiWorld, createApiWorld, jsonIn, problemIn } from '@/tests/support/api-world'

let world: ApiWorld
let team: Awaited<ReturnType<ApiWorld['addTeam']>>
let deploymentId: string
let appCount = 0

beforeAll(async () => {
  world = await createApiWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  team = await world.addTeam()
  appCount += 1
  const body = { name: `shop-${appCount}`, port: 3000, image: 'shop:1' }
  const app = await jsonIn(await world.call('POST', '/api/v1/apps', { token: team.token, body }))
  const path = `/api/v1/apps/${app.id}/deployments`
  deploymentId = String((await jsonIn(await world.call('POST', path, { token: team.token, body: {} }))).id)
})

type Status = 'preparing' | 'succeeded' | 'failed'
const proof = (complete: boolean) => ({
  requests: 1,
  failed: 0,
  appErrors: 0,
  retried: 0,
  cut: 0,
  probes: 0,
  probeFailures: 0,
  p50Ms: null,
  p95Ms: null,
  complete,
})

const announce = () => instanceParts().live.publish(deploymentChannel(deploymentId), { kind: 'stored' })

const store = async (type: string, data: object): Promise<bigint> => {
  const row = await world.database.deploymentEvent.create({ data: { teamId: team.teamId, deploymentId, type, data } })
  await announce()
  return row.id
}
const storeStatus = async (status: Status, complete: boolean | null = null): Promise<bigint> => {
  const told = complete === null ? null : proof(complete)
  await world.database.deployment.update({
    where: { id: deploymentId },
    data: { status, ...(told ? { proof: told } : {}) },
  })
  return store('status', { status, liveAt: null, finishedAt: null, proof: told, failure: null })
}
const storeLine = (line: string) => store('log', { at: new Date().toISOString(), replica: 1, stream: 'stdout', line })

interface Told {
  event: string
  id: string | null
  data: unknown
}

/** The events of a body, one after the other; comments are left out. */
async function* eventsIn(response: Response): AsyncGenerator<Told> {
  if (!response.body) throw new Error('no body')
  let rest = ''
  for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
    rest += text
    for (let end = rest.indexOf('\n\n'); end !== -1; end = rest.indexOf('\n\n')) {
      const fields = new Map(
        rest
          .slice(0, end)
          .split('\n')
          .map((line): [string, string] => [line.split(': ')[0] ?? '', line.slice(line.indexOf(': ') + 2)]),
      )
      rest = rest.slice(end + 2)
      const event = fields.get('event')
      if (event) yield { event, id: fields.get('id') ?? null, data: JSON.parse(fields.get('data') ?? 'null') }
    }
  }
}

const open = (
  options: { headers?: Record<string, string>; query?: string; token?: string; signal?: AbortSignal } = {},
) =>
  world.call('GET', `/api/v1/deployments/${deploymentId}/events${options.query ?? ''}`, {
    token: options.token ?? team.token,
    ...(options.headers ? { headers: options.headers } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
  })

const all = async (response: Response): Promise<Told[]> => {
  const told: Told[] = []
  for await (const event of eventsIn(response)) told.push(event)
  return told
}

describe("a deployment's events", () => {
  it('tell what is stored, then what comes, and end after the terminal status', async () => {
    await storeLine('one')
    const response = await open()
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(response.headers.get('cache-control')).toContain('no-transform')
    const events = eventsIn(response)
    const next = async () => (await events.next()).value
    expect(await next()).toMatchObject({ event: 'status', data: { status: 'queued' } })
    expect(await next()).toMatchObject({ event: 'log', data: { line: 'one' } })
    await storeStatus('preparing')
    expect(await next()).toMatchObject({ event: 'status', data: { status: 'preparing' } })
    const last = await storeStatus('failed')
    expect(await next()).toMatchObject({ event: 'status', id: String(last), data: { status: 'failed' } })
    expect((await events.next()).done).toBe(true)
  })

  it('resume after the last one that was seen, by header or parameter', async () => {
    const first = await storeLine('one')
    await storeLine('two')
    await storeStatus('failed')
    const expected = [{ event: 'log', data: { line: 'two' } }, { event: 'status' }]
    expect(await all(await open({ headers: { 'last-event-id': String(first) } }))).toMatchObject(expected)
    expect(await all(await open({ query: `?lastEventId=${first}` }))).toMatchObject(expected)
  })

  it('end at once for a client that has them all', async () => {
    const last = await storeStatus('failed')
    expect(await all(await open({ headers: { 'last-event-id': String(last) } }))).toEqual([])
  })

  it('have ids that grow, over any number of rows', async () => {
    const row = { teamId: team.teamId, deploymentId, type: 'log' }
    await world.database.deploymentEvent.createMany({
      data: Array.from({ length: 1700 }, (_, index) => ({ ...row, data: { line: String(index) } })),
    })
    await storeStatus('failed')
    const ids = (await all(await open())).map((event) => Number(event.id))
    expect(ids).toHaveLength(1702)
    expect(ids).toEqual([...ids].sort((one, other) => one - other))
  })

  it('show traffic without an id, so that nobody resumes from it', async () => {
    const events = eventsIn(await open())
    await events.next()
    const data = { at: new Date().toISOString(), requests: 5, failed: 0, appErrors: 0, oldInFlight: 1, newInFlight: 0 }
    const waiting = events.next()
    await instanceParts().live.publish(deploymentChannel(deploymentId), {
      kind: 'traffic',
      data: { ...data, routed: 'old', p95Ms: null },
    })
    expect((await waiting).value).toMatchObject({ event: 'traffic', id: null, data: { requests: 5, routed: 'old' } })
    await events.return(undefined)
  })

  it('show how the new release compares, the same way', async () => {
    const events = eventsIn(await open())
    await events.next()
    const counted = { requests: 5, bad: 0 }
    const data = { errors: { verdict: 'no_difference', old: counted, new: counted }, latency: null }
    const waiting = events.next()
    await instanceParts().live.publish(deploymentChannel(deploymentId), { kind: 'comparison', data })
    expect((await waiting).value).toMatchObject({ event: 'comparison', id: null, data })
    await events.return(undefined)
  })

  it('refuse an id that is none', async () => {
    const problem = await problemIn(await open({ headers: { 'last-event-id': 'x' } }))
    expect(problem).toMatchObject({ status: 422, errors: [{ path: 'lastEventId' }] })
  })

  it('end as soon as the token is revoked, without waiting for a heartbeat', async () => {
    const { id } = await world.database.apiToken.findFirstOrThrow({ where: { teamId: team.teamId, revokedAt: null } })
    const events = eventsIn(await open())
    await events.next()
    const rest = (async () => {
      for await (const _ of events);
    })()
    const revoker = await world.addToken(team.teamId, 'owner')
    expect((await world.call('DELETE', `/api/v1/tokens/${id}`, { token: revoker })).status).toBe(204)
    await rest
  })

  it('stop when the client goes', async () => {
    const client = new AbortController()
    const events = eventsIn(await open({ signal: client.signal }))
    await events.next()
    const waiting = events.next()
    client.abort()
    expect((await waiting).done).toBe(true)
  })
})

describe('the stream behind them', () => {
  const options = (more: { heartbeatMs?: number; untilProofComplete?: boolean }) => ({
    ctx: contextFor(systemActor(team.teamId)),
    deploymentId,
    after: 0n,
    signal: new AbortController().signal,
    untilProofComplete: false,
    ...more,
  })

  it('goes on until the proof is complete where that is wanted', async () => {
    await storeStatus('succeeded', false)
    const seen: unknown[] = []
    for await (const event of deploymentFeed(options({ untilProofComplete: true }))) {
      seen.push(event)
      if (JSON.stringify('data' in event && event.data).includes('"complete":false'))
        await storeStatus('succeeded', true)
    }
    expect(seen.at(-1)).toMatchObject({ type: 'status', data: { proof: { complete: true } } })
  })

  it('finds what a lost message would have told, and beats meanwhile', async () => {
    const seen: string[] = []
    for await (const event of deploymentFeed(options({ heartbeatMs: 50 }))) {
      seen.push(event.type)
      if (event.type === 'heartbeat' && seen.filter((type) => type === 'heartbeat').length === 1) {
        await world.database.deploymentEvent.create({
          data: { teamId: team.teamId, deploymentId, type: 'log', data: { line: 'quiet' } },
        })
      }
      if (JSON.stringify('data' in event && event.data).includes('quiet')) break
    }
    expect(seen).toContain('heartbeat')
  })
})
