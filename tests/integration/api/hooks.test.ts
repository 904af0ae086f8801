import { execFileSync } from 'node:child_process'
import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { curlExample } from '@/core/hooks/curl-example'
import { instanceParts } from '@/runtime'
import { forgetOldHookDeliveries } from '@/services/hooks/forget-old-deliveries'
import { type ApiWorld, createApiWorld, jsonIn, problemIn } from '@/tests/support/api-world'

let world: ApiWorld
let team: Awaited<ReturnType<ApiWorld['addTeam']>>
let appId: string
let hook: { id: string; url: string; secret: string }
let appCount = 0

beforeAll(async () => {
  world = await createApiWorld({ GAPLESS_RATE_LIMIT: 'on', GAPLESS_RATE_HOOK: '40' })
  team = await world.addTeam()
})
afterAll(() => world.close())
beforeEach(async () => {
  appCount += 1
  const body = { name: `shop-${appCount}`, port: 3000, image: 'shop:1' }
  appId = String((await jsonIn(await world.call('POST', '/api/v1/apps', { token: team.token, body }))).id)
  hook = await addHook('pipeline')
})

const madeSchema = z.object({ id: z.string(), url: z.string(), secret: z.string() })
const add = (name: string) => world.call('POST', `/api/v1/apps/${appId}/hooks`, { token: team.token, body: { name } })
const addHook = async (name: string) => madeSchema.parse(await jsonIn(await add(name)))

interface Sent {
  id?: string
  at?: number
  secret?: string
  body?: string
  to?: string
}

const standard = ({ id = randomUUID(), at = Date.now() / 1000, secret = hook.secret, body = '' }: Sent) => {
  const timestamp = String(Math.floor(at))
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1a,ignored v1,${signature}` }
}
const github = ({ id = randomUUID(), secret = hook.secret, body = '' }: Sent) => ({
  'x-github-delivery': id,
  'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
})
const post = (headers: Record<string, string>, { body, to = hook.id }: Sent = {}) =>
  world.call('POST', `/api/v1/hooks/${to}`, { headers, ...(body ? { body } : {}) })
const deploymentsOf = () => world.database.deployment.findMany({ where: { appId }, orderBy: { number: 'asc' } })

describe('a signed delivery', () => {
  it('deploys the app, for the hook, as the standard and as GitHub sign it', async () => {
    const body = '{"image":"shop:2"}'
    expect(await jsonIn(await post(standard({ body }), { body }))).toMatchObject({ appId, number: 1, repeated: false })
    expect((await post(github({}))).status).toBe(202)
    const [first, second] = await deploymentsOf()
    expect(first).toMatchObject({
      trigger: 'webhook',
      actorType: 'hook',
      actorName: 'pipeline',
      requestedImage: 'shop:2',
    })
    // The image has become the app's.
    expect(second).toMatchObject({ number: 2, requestedImage: 'shop:2' })
    const hooks = await jsonIn(await world.call('GET', `/api/v1/apps/${appId}/hooks`, { token: team.token }))
    expect(hooks.data).toMatchObject([{ id: hook.id, name: 'pipeline', lastUsedAt: expect.stringMatching(/Z$/) }])
    const events = await world.database.auditEvent.findMany({ where: { teamId: team.teamId, actorId: hook.id } })
    expect(events.map(({ action }) => action)).toEqual(['deployment.start', 'deployment.start'])
  })

  it('deploys once, however often and at however many places at once it comes', async () => {
    const id = randomUUID()
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(standard({ id }))))
    const told = await Promise.all(answers.map(jsonIn))
    expect(new Set(told.map((one) => one.id)).size).toBe(1)
    expect(told.filter(({ repeated }) => repeated === false)).toHaveLength(1)
    expect(await deploymentsOf()).toHaveLength(1)
    // Another hook's sender may use the same name.
    const other = await addHook('other')
    await post(standard({ id, secret: other.secret }), { to: other.id })
    expect(await deploymentsOf()).toHaveLength(2)
  })

  it('as GitHub signs it deploys once by whatever ids it comes, for they are not signed', async () => {
    const body = JSON.stringify({ after: randomUUID() })
    const push = { ...github({ body }), 'x-github-event': 'push' }
    const first = await jsonIn(await post(push, { body }))
    expect(first).toMatchObject({ repeated: false })
    const replays = Array.from({ length: 5 }, (_, index) => {
      const signature = push['x-hub-signature-256']
      const written = index % 2 === 0 ? signature : signature.replace(/[a-f]/g, (digit) => digit.toUpperCase())
      return post({ ...push, 'x-github-delivery': randomUUID(), 'x-hub-signature-256': written }, { body })
    })
    for (const answer of await Promise.all(replays)) {
      expect(answer.status).toBe(202)
      expect(await jsonIn(answer)).toMatchObject({ id: first.id, repeated: true })
    }
    expect(await deploymentsOf()).toHaveLength(1)
    // The next push has another body, and another hook's sender another secret.
    const next = JSON.stringify({ after: randomUUID() })
    await post({ ...github({ body: next }), 'x-github-event': 'push' }, { body: next })
    const other = await addHook('other')
    await post({ ...github({ body, secret: other.secret }), 'x-github-event': 'push' }, { body, to: other.id })
    expect(await deploymentsOf()).toHaveLength(3)
  })

  it('whose values are wrong changes nothing, and may come again', async () => {
    const id = randomUUID()
    const wrong = '{"image":"shop:3","force":true}'
    expect(await problemIn(await post(standard({ id, body: wrong }), { body: wrong }))).toMatchObject({
      status: 422,
      errors: [{ path: 'force' }],
    })
    expect(await deploymentsOf()).toHaveLength(0)
    expect((await post(standard({ id }))).status).toBe(202)
  })

  it("of a forge's own is taken for what it is, whatever else it says", async () => {
    const body = JSON.stringify({ zen: 'Keep it simple.', repository: { name: 'shop' } })
    const ping = await post({ ...github({ body }), 'x-github-event': 'ping' }, { body })
    expect([ping.status, await ping.json()]).toEqual([200, { pong: true }])
    expect(await deploymentsOf()).toHaveLength(0)
    expect((await post({ ...github({ body }), 'x-github-event': 'package' }, { body })).status).toBe(202)
  })

  it('can be made by the script that the dashboard shows', async () => {
    const script = `curl() { for word; do printf '%s\\n' "$word"; done; }\n${curlExample(hook.url, 'shop:4')}`
    const env = { ...process.env, GAPLESS_HOOK_SECRET: hook.secret }
    const words = execFileSync('sh', ['-c', script], { env, encoding: 'utf8' }).trim().split('\n')
    const headers = words.filter((_, index) => words[index - 1] === '-H').map((line) => line.split(': '))
    expect((await post(Object.fromEntries(headers), { body: words.at(-1) ?? '' })).status).toBe(202)
    expect(await deploymentsOf()).toMatchObject([{ requestedImage: 'shop:4' }])
  })
})

describe('a delivery is refused, without a word on why,', () => {
  const refused = async (answer: Response) => {
    const { status, code, detail } = await problemIn(answer)
    return { status, code, detail }
  }
  const unknown = () => post(standard({}), { to: '0199c1f4-7a5e-7c31-9d0a-3f6f1c2b4d5e' }).then(refused)

  it.each<[string, () => Promise<Response>]>([
    ['by another secret', () => post(standard({ secret: `whsec_${Buffer.alloc(32).toString('base64')}` }))],
    ['for another body', () => post(standard({ body: '{}' }), { body: '{ }' })],
    ['by another secret, as GitHub signs', () => post(github({ secret: 'guessed' }))],
    ['from six minutes ago', () => post(standard({ at: Date.now() / 1000 - 360 }))],
    ['from the future', () => post(standard({ at: Date.now() / 1000 + 360 }))],
    ['without a signature', () => post({})],
    ['without an id', () => post({ ...standard({}), 'webhook-id': '' })],
    ['with an API token', () => post({ authorization: `Bearer ${team.token}` })],
  ])('%s', async (_, send) => {
    expect(await refused(await send())).toEqual(await unknown())
    expect((await unknown()).status).toBe(401)
    expect(await deploymentsOf()).toHaveLength(0)
  })

  it('once the hook or its app is deleted, or its maker has left', async () => {
    const user = await world.database.user.create({ data: { email: `${appId}@example.com`, name: 'Mary' } })
    const other = await addHook('of Mary')
    await world.database.deployHook.update({ where: { id: other.id }, data: { createdBy: user.id } })
    expect((await post(standard({ secret: other.secret }), { to: other.id })).status).toBe(401)
    expect((await world.call('DELETE', `/api/v1/hooks/${hook.id}`, { token: team.token })).status).toBe(204)
    expect((await post(standard({}))).status).toBe(401)
    const last = await addHook('last')
    await world.call('DELETE', `/api/v1/apps/${appId}`, { token: team.token })
    expect((await post(standard({ secret: last.secret }), { to: last.id })).status).toBe(401)
  })

  it('once the token that made it is revoked, or whoever made it has no account any more', async () => {
    const token = await world.addToken(team.teamId, 'developer')
    const answer = await world.call('POST', `/api/v1/apps/${appId}/hooks`, { token, body: { name: 'by a program' } })
    const made = madeSchema.parse(await jsonIn(answer))
    const send = () => post(standard({ secret: made.secret }), { to: made.id })
    expect((await send()).status).toBe(202)
    await world.database.apiToken.updateMany({ where: { role: 'developer' }, data: { revokedAt: new Date() } })
    expect((await send()).status).toBe(401)
    await world.database.apiToken.updateMany({ where: { role: 'developer' }, data: { revokedAt: null } })
    expect((await send()).status).toBe(202)
    await world.database.deployHook.update({ where: { id: made.id }, data: { createdBy: randomUUID() } })
    expect((await send()).status).toBe(401)
  })

  it('when it is larger than any should be', async () => {
    const body = JSON.stringify({ image: 'x'.repeat(70_000) })
    expect((await problemIn(await post(standard({ body }), { body }))).status).toBe(413)
  })
})

describe('deploy hooks', () => {
  it("show their secret once, and are the team's alone", async () => {
    expect(hook.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const stored = await world.database.deployHook.findUniqueOrThrow({ where: { id: hook.id } })
    const listed = await (await world.call('GET', `/api/v1/apps/${appId}/hooks`, { token: team.token })).text()
    const events = await world.database.auditEvent.findMany({ where: { targetId: hook.id } })
    expect(JSON.stringify([stored, listed, events])).not.toContain(hook.secret)
    expect(events).toMatchObject([{ action: 'hook.create', after: { app: expect.stringMatching(/^shop/) } }])
    expect((await problemIn(await add('pipeline'))).code).toBe('name_taken')
    const stranger = await world.addTeam()
    for (const [method, path] of [
      ['GET', `/api/v1/apps/${appId}/hooks`],
      ['GET', `/api/v1/hooks/${hook.id}/deliveries`],
      ['DELETE', `/api/v1/hooks/${hook.id}`],
    ] as const) {
      expect((await world.call(method, path, { token: stranger.token })).status).toBe(404)
    }
  })

  it('remember deliveries for 30 days', async () => {
    const { id } = await jsonIn(await post(standard({ id: 'one' })))
    const list = async () =>
      (await jsonIn(await world.call('GET', `/api/v1/hooks/${hook.id}/deliveries`, { token: team.token }))).data
    expect(await list()).toMatchObject([{ deliveryId: 'one', deployment: { id, number: 1, status: 'queued' } }])
    await forgetOldHookDeliveries(instanceParts())
    expect(await list()).toHaveLength(1)
    const at = new Date(Date.now() - 31 * 86_400_000)
    await world.database.deployHookDelivery.updateMany({ where: { hookId: hook.id }, data: { at } })
    await forgetOldHookDeliveries(instanceParts())
    expect(await list()).toEqual([])
  })

  it('start so many deployments a minute and no more', async () => {
    const { rateLimiter } = instanceParts()
    for (let call = 0; call < 80; call += 1) await rateLimiter.take(`hook:${hook.id}`, { perMinute: 40, burst: 80 })
    const answer = await post(standard({}))
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await problemIn(answer)).code).toBe('rate_limited')
  })
})
