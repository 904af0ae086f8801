import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { liveStream } from '@/app/_server/live/live-stream'
import type { Topic } from '@/app/_server/live/topics'
import type { Actor } from '@/core/access/actor'
import {
  deploymentChannel,
  monitorsChannel,
  personChannel,
  sampledChannel,
  teamChannel,
} from '@/core/ports/live-events'
import { contextFor, instanceParts } from '@/runtime'
import { readSession } from '@/services/sessions/read-session'
import { type ApiWorld, createApiWorld, jsonIn } from '@/tests/support/api-world'

let world: ApiWorld
let teamId: string
let sessionId: string
let userId: string
let appId: string
let deploymentId: string

beforeAll(async () => {
  world = await createApiWorld()
  const team = await world.addTeam()
  teamId = team.teamId
  const user = await world.database.user.create({ data: { email: 'live@example.com', name: 'Ada', passwordHash: 'x' } })
  userId = user.id
  await world.database.membership.create({ data: { teamId, userId, role: 'viewer' } })
  sessionId = await newSession()
  const body = { name: 'live-shop', port: 3000, image: 'shop:1' }
  const app = await jsonIn(await world.call('POST', '/api/v1/apps', { token: team.token, body }))
  appId = String(app.id)
  const path = `/api/v1/apps/${app.id}/deployments`
  deploymentId = String((await jsonIn(await world.call('POST', path, { token: team.token, body: {} }))).id)
})
afterAll(() => world.close())

const newSession = async (): Promise<string> => {
  const expiresAt = new Date(Date.now() + 3_600_000)
  const { id } = await world.database.session.create({ data: { userId, userAgent: '', ip: '', expiresAt } })
  return id
}

const actorNow = async (of = sessionId): Promise<Actor> => {
  const session = await readSession(instanceParts(), { sessionId: of, teamId, ip: null })
  if (!session) throw new Error('nobody is signed in')
  return session.actor
}

const line = async (text: string): Promise<bigint> => {
  const data = { at: new Date().toISOString(), replica: 1, stream: 'stdout', line: text }
  const row = await world.database.deploymentEvent.create({ data: { teamId, deploymentId, type: 'log', data } })
  await instanceParts().live.publish(deploymentChannel(deploymentId), { kind: 'stored' })
  return row.id
}

/** Opens a stream and answers the next message that `wanted` takes. */
const open = async (topics: Topic[], of = sessionId) => {
  const gone = new AbortController()
  const stream = liveStream({ ctx: contextFor(await actorNow(of)), sessionId: of, topics, signal: gone.signal })
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
    const live = await open([deployment(0n)])
    const frame = await live.until('"line":"one"')
    expect(frame).toContain(`id: ${deploymentId}@${first}\n`)
    expect(frame).toContain(`"topic":"deployment:${deploymentId}"`)
    await live.close()
  })

  it('goes on after what the page has', async () => {
    const first = await line('old')
    const live = await open([deployment(first)])
    const second = await line('new')
    expect(await live.until('"type":"log"')).toContain(`${deploymentId}@${second}`)
    await live.close()
  })

  it('brings the team’s changes and samples beside it', async () => {
    const live = await open([deployment(0n), sampled])
    await live.until('"type":"log"')
    await instanceParts().live.publish(sampledChannel(teamId), { appIds: ['app-1'] })
    expect(await live.until('"sampled"')).toContain('"appIds":["app-1"]')
    await instanceParts().live.publish(teamChannel(teamId), {})
    expect(await live.until('"changed"')).toContain('"topic":"team"')
    await live.close()
  })

  it('says of a topic that is another team’s that it has ended, and brings the rest', async () => {
    const other = await world.addTeam()
    const body = { name: 'their-shop', port: 3000, image: 'shop:1' }
    const app = await jsonIn(await world.call('POST', '/api/v1/apps', { token: other.token, body }))
    const path = `/api/v1/apps/${app.id}/deployments`
    const theirs = await jsonIn(await world.call('POST', path, { token: other.token, body: {} }))
    const live = await open([{ kind: 'deployment', id: String(theirs.id), after: 0n }])
    expect(await live.until('"topic":"deployment')).toContain('"type":"end"')
    await live.close()
  })
})

describe('what one may, while a page is open', () => {
  const told = () => instanceParts().live.publish(personChannel(userId), { kind: 'access' })
  const membership = () => ({ teamId_userId: { teamId, userId } })

  it('ends the connection at the sign-out', async () => {
    const own = await newSession()
    const live = await open([sampled], own)
    await live.until('retry')
    const ending = live.until('"access"')
    await world.database.session.update({ where: { id: own }, data: { revokedAt: new Date() } })
    await told()
    expect(await ending).toContain('"left":true')
    expect(await live.ends()).toBe(true)
  })

  it('ends it at another role or other apps, to be opened with these', async () => {
    for (const data of [{ role: 'developer' }, { onlyListedApps: true }] as const) {
      const live = await open([sampled])
      await live.until('retry')
      const ending = live.until('"access"')
      await world.database.membership.update({ where: membership(), data })
      await told()
      expect(await ending).toContain('"left":false')
      expect(await live.ends()).toBe(true)
    }
  })

  it('tells somebody who is let into some apps of these only', async () => {
    await world.database.membershipApp.create({
      data: { teamId, appId, membershipId: (await membershipRow()).id },
    })
    const monitor = async (name: string, of: string | null) => {
      const token = await world.addToken(teamId, 'owner')
      const body = { name, url: 'https://example.com/', ...(of === null ? {} : { appId: of }) }
      return String((await jsonIn(await world.call('POST', '/api/v1/monitors', { token, body }))).id)
    }
    const token = await world.addToken(teamId, 'owner')
    const body = { name: 'hidden', port: 3000 }
    const hidden = String((await jsonIn(await world.call('POST', '/api/v1/apps', { token, body }))).id)
    const [own, others, whole] = [
      await monitor('own', appId),
      await monitor('others', hidden),
      await monitor('all', null),
    ]
    const live = await open([sampled, { kind: 'monitors', id: '', after: 0n }])
    await live.until('retry')
    const { live: events } = instanceParts()
    // Told again until the topics are open.
    const telling = setInterval(() => {
      void events.publish(sampledChannel(teamId), { appIds: [hidden, appId] })
      void events.publish(monitorsChannel(teamId), { kind: 'checked', monitorIds: [own, others, whole] })
    }, 50)
    expect(await live.until('"sampled"')).toContain(`"appIds":["${appId}"]`)
    expect(await live.until('"monitors"')).toContain(`"checked":["${own}","${whole}"]`)
    clearInterval(telling)
    await live.close()
  })

  it('ends it when one is no longer of the team', async () => {
    const live = await open([sampled])
    await live.until('retry')
    const ending = live.until('"access"')
    await world.database.membership.delete({ where: membership() })
    await told()
    expect(await ending).toContain('"left":true')
    expect(await live.ends()).toBe(true)
  })

  const membershipRow = () => world.database.membership.findUniqueOrThrow({ where: membership() })
})
