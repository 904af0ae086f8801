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
  for await (const event of feed) yield event === 'changed' ? { topic: 'team', type: 'changed' } : heartbeat
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
      // The team's feed looks at the session, and ends the whole stream.
      stillAllowed: async () => true,
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
    const appIds = new Set<string>()
    const told = collected(ctx, sampledChannel(ctx.actor.teamId), signal, (message) => {
      for (const appId of sampledSchema.parse(message).appIds) appIds.add(appId)
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
    })
    for await (const _ of told) {
      yield { topic: topicName(topic), type: 'monitors', data: { checked: [...checked], changed: [...changed] } }
      checked.clear()
      changed.clear()
    }
  },
}

/** Lets `take` have each message of a channel, and yields when some have come: many at once are one. */
async function* collected(
  ctx: Context,
  channel: string,
  signal: AbortSignal,
  take: (message: unknown) => void,
): AsyncGenerator<void> {
  const wake = new Wake()
  let hasCome = false
  const unsubscribe = await ctx.live.subscribe(channel, (message) => {
    take(message)
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
