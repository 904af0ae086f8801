import { z } from 'zod'
import { assertMay } from '@/core/access/policy'
import { GaplessError } from '@/core/errors'
import { monitorsChannel, sampledChannel } from '@/core/ports/live-events'
import { readAppLogs } from '@/services/apps/read-app-logs'
import type { Context } from '@/services/context'
import { heartbeat, retry, sseFrame } from '../sse'
import { deploymentFeed } from './deployment-feed'
import { merge } from './merge'
import { teamFeed } from './team-feed'
import { type Topic, topicName, writePositions } from './topics'
import { Wake } from './wake'

interface Options {
  ctx: Context
  sessionId: string
  topics: readonly Topic[]
  /** Aborts when the client has gone. */
  signal: AbortSignal
}

interface Message {
  topic: string
  /** As core/events/live-messages tells them. */
  type: string
  data?: unknown
  /** Of a deployment's stored event. */
  position?: { id: string; after: bigint }
}

const sampledSchema = z.object({ appIds: z.array(z.string()) })
const monitorNewsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('monitor'), monitorId: z.string() }),
  z.object({ kind: z.literal('checked'), monitorIds: z.array(z.string()) }),
])

/** How much of an app's log comes first. */
const firstLogLines = 500

/**
 * All that one open page listens to, in one stream: the changes of its team, and its topics. Each message says what it is
 * about; `end` says that nothing more will come of a topic.
 */
export async function* liveStream({ ctx, sessionId, topics, signal }: Options): AsyncGenerator<string> {
  const over = new AbortController()
  const until = AbortSignal.any([signal, over.signal])
  const positions = new Map(topics.filter(({ kind }) => kind === 'deployment').map(({ id, after }) => [id, after]))
  yield retry
  const changes = asMessages(teamFeed({ ctx, sessionId, signal: until }))
  const sources = topics.map((topic) => topicSource(ctx, topic, until))
  for await (const message of merge(changes, sources, () => over.abort())) {
    if (message === heartbeat) {
      yield heartbeat
      continue
    }
    const { position, ...shown } = message
    if (position) positions.set(position.id, position.after)
    yield sseFrame('message', shown, position ? writePositions(positions) : undefined)
  }
}

async function* asMessages(feed: ReturnType<typeof teamFeed>): AsyncGenerator<Message | typeof heartbeat> {
  for await (const event of feed) {
    if (event.type === 'heartbeat') yield heartbeat
    else if (event.type === 'changed') yield { topic: 'team', type: 'changed' }
    else yield { topic: 'team', type: 'access', data: { left: event.left } }
  }
}

/** What is wrong with one topic must not end the others. */
async function* topicSource(ctx: Context, topic: Topic, signal: AbortSignal): AsyncGenerator<Message> {
  const name = topicName(topic)
  try {
    yield* sources[topic.kind](ctx, topic, signal)
    if (!signal.aborted) yield { topic: name, type: 'end' }
  } catch (error) {
    if (!(error instanceof GaplessError)) ctx.log.error({ error: String(error), topic: name }, 'a live topic broke')
    const detail = error instanceof GaplessError ? error.message : 'Gapless itself failed.'
    yield { topic: name, type: 'failed', data: { detail } }
  }
}

const sources: Record<Topic['kind'], (ctx: Context, topic: Topic, signal: AbortSignal) => AsyncGenerator<Message>> = {
  async *deployment(ctx, topic, signal) {
    assertMay(ctx.actor, 'deployment.read')
    const { id, after } = topic
    const feed = deploymentFeed({
      ctx,
      deploymentId: id,
      after,
      signal,
      untilProofComplete: true,
    })
    for await (const event of feed) {
      if (!('data' in event)) continue
      const message = { topic: topicName(topic), type: event.type, data: event.data }
      yield event.id === null
        ? message
        : { ...message, data: { ...asRecord(event.data), id: Number(event.id) }, position: { id, after: event.id } }
    }
  },

  async *logs(ctx, topic, signal) {
    const name = topicName(topic)
    const lines = await readAppLogs({ ctx, input: { appId: topic.id, tail: firstLogLines, follow: true, signal } })
    // Says at once that the log is open, also when nothing was written yet.
    yield { topic: name, type: 'open' }
    for await (const line of lines) yield { topic: name, type: 'line', data: line }
  },

  async *sampled(ctx, topic, signal) {
    assertMay(ctx.actor, 'app.read')
    const { teamId, appIds: seen } = ctx.actor
    const appIds = new Set<string>()
    const told = collected(ctx, sampledChannel(teamId), signal, (message) => {
      const news = sampledSchema.parse(message).appIds.filter((appId) => seen === null || seen.includes(appId))
      for (const appId of news) appIds.add(appId)
      return news.length > 0
    })
    for await (const _ of told) {
      yield { topic: topicName(topic), type: 'sampled', data: { appIds: [...appIds] } }
      appIds.clear()
    }
  },

  async *monitors(ctx, topic, signal) {
    assertMay(ctx.actor, 'monitor.read')
    const checked = new Set<string>()
    const changed = new Set<string>()
    const told = collected(ctx, monitorsChannel(ctx.actor.teamId), signal, (message) => {
      const news = monitorNewsSchema.parse(message)
      if (news.kind === 'monitor') changed.add(news.monitorId)
      else for (const id of news.monitorIds) checked.add(id)
      return true
    })
    for await (const _ of told) {
      const hidden = await hiddenMonitors(ctx, [...checked, ...changed])
      const shown = (ids: ReadonlySet<string>): string[] => [...ids].filter((id) => !hidden.has(id))
      const data = { checked: shown(checked), changed: shown(changed) }
      checked.clear()
      changed.clear()
      if (data.checked.length + data.changed.length > 0) yield { topic: topicName(topic), type: 'monitors', data }
    }
  },
}

/** Of these, the monitors of apps that the actor is not let into. One that was deleted hides nothing. */
const hiddenMonitors = async ({ db, instanceDb, actor }: Context, ids: string[]): Promise<ReadonlySet<string>> => {
  if (actor.appIds === null) return new Set()
  const where = { teamId: actor.teamId, id: { in: ids } }
  const [all, seen] = await Promise.all([
    instanceDb.monitor.findMany({ where, select: { id: true } }),
    db.monitor.findMany({ where, select: { id: true } }),
  ])
  const visible = new Set(seen.map(({ id }) => id))
  return new Set(all.map(({ id }) => id).filter((id) => !visible.has(id)))
}

/** Lets `take` have each message of a channel, and yields when it has kept some: many at once are one. */
async function* collected(
  ctx: Context,
  channel: string,
  signal: AbortSignal,
  take: (message: unknown) => boolean,
): AsyncGenerator<void> {
  const wake = new Wake()
  let hasCome = false
  const unsubscribe = await ctx.live.subscribe(channel, (message) => {
    if (!take(message)) return
    hasCome = true
    wake.wake()
  })
  try {
    while (!signal.aborted) {
      await wake.wait(60_000, signal)
      if (!hasCome || signal.aborted) continue
      hasCome = false
      yield
    }
  } finally {
    unsubscribe()
  }
}

const asRecord = (data: unknown): object => (typeof data === 'object' && data !== null ? data : {})
