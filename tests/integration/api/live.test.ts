import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { liveStream } from '@/app/_server/live/live-stream'
import type { Topic } from '@/app/_server/live/topics'
import { systemActor } from '@/core/access/actor'
import { deploymentChannel, sampledChannel, teamChannel } from '@/core/ports/live-events'
import { contextFor, instanceParts } from '@/runtime'
import { type ApiWorld, createApiWorld, jsonIn } from '@/tests/support/api-world'

let world: ApiWorld
let teamId: string
let sessionId: string
let deploymentId: string

beforeAll(async () => {
  world = await createApiWorld()
  const team = await world.addTeam()
  teamId = team.teamId
  const user = await world.database.user.create({ data: { email: 'live@example.com', name: 'Ada', passwordHash: 'x' } })
  await world.database.membership.create({ data: { teamId, userId: user.id, role: 'viewer' } })
  const expiresAt = new Date(Date.now() + 3_600_000)
  const session = await world.database.session.create({ data: { userId: user.id, userAgent: '', ip: '', expiresAt } })
  sessionId = session.id
  const body = { name: 'live-shop', port: 3000, image: 'shop:1' }
  const app = await jsonIn(await world.call('POST', '/api/v1/apps', { token: team.token, body }))
  const path = `/api/v1/apps/${app.id}/deployments`
  deploymentId = String((await jsonIn(await world.call('POST', path, { token: team.token, body: {} }))).id)
})
afterAll(() => world.close())

const line = async (text: string): Promise<bigint> => {
  const data = { at: new Date().toISOString(), replica: 1, stream: 'stdout', line: text }
  const row = await world.database.deploymentEvent.create({ data: { teamId, deploymentId, type: 'log', data } })
  await instanceParts().live.publish(deploymentChannel(deploymentId), { kind: 'stored' })
  return row.id
}

/** Opens a stream and answers the next message that `wanted` takes. */
const open = (topics: Topic[]) => {
  const gone = new AbortController()
  const stream = liveStream({ ctx: contextFor(systemActor(teamId)), sessionId, topics, signal: gone.signal })
  return {
    async until(wanted: string): Promise<string> {
      for (;;) {
        const { value, done } = await stream.next()
        if (done) throw new Error('the stream has ended')
        if (value.includes(wanted)) return value
      }
    },
    ends: async () => {
      for (;;) if ((await stream.next()).done) return true
    },
    close: async () => {
      gone.abort()
      await stream.return(undefined)
    },
  }
}
const deployment = (after: bigint): Topic => ({ kind: 'deployment', id: deploymentId, after })
const sampled: Topic = { kind: 'sampled', id: '', after: 0n }

describe('the one live connection of a page', () => {
  it('brings a deployment’s events, and says where it is', async () => {
    const first = await line('one')
    const live = open([deployment(0n)])
    const frame = await live.until('"line":"one"')
    expect(frame).toContain(`id: ${deploymentId}@${first}\n`)
    expect(frame).toContain(`"topic":"deployment:${deploymentId}"`)
    await live.close()
  })

  it('goes on after what the page has', async () => {
    const first = await line('old')
    const live = open([deployment(first)])
    const second = await line('new')
    expect(await live.until('"type":"log"')).toContain(`${deploymentId}@${second}`)
    await live.close()
  })

  it('brings the team’s changes and samples beside it', async () => {
    const live = open([deployment(0n), sampled])
    await live.until('"type":"log"')
    await instanceParts().live.publish(sampledChannel(teamId), { appIds: ['app-1'] })
    expect(await live.until('"sampled"')).toContain('"appIds":["app-1"]')
    await instanceParts().live.publish(teamChannel(teamId), {})
    expect(await live.until('"changed"')).toContain('"topic":"team"')
    await live.close()
  })

  it('says of a topic that is another team’s that it has ended, and brings the rest', async () => {
    const other = await world.database.team.create({ data: { name: 'Other' } })
    const gone = new AbortController()
    const ctx = contextFor(systemActor(other.id))
    const stream = liveStream({ ctx, sessionId, topics: [deployment(0n)], signal: gone.signal })
    const frames = [await stream.next(), await stream.next()].map((one) => one.value)
    expect(frames[1]).toContain('"type":"end"')
    gone.abort()
    await stream.return(undefined)
  })

  it('ends when the person is signed out', async () => {
    const live = open([sampled])
    await live.until('retry')
    const ending = live.ends()
    await world.database.session.update({ where: { id: sessionId }, data: { revokedAt: new Date() } })
    // Whatever happens next makes it look.
    const stop = setInterval(() => void instanceParts().live.publish(teamChannel(teamId), {}), 50)
    expect(await ending).toBe(true)
    clearInterval(stop)
  })
})
