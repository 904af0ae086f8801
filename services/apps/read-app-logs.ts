import { assertMay } from '@/core/access/policy'
import { notFound } from '@/core/errors'
import type { ContainerEngine, ContainerLogLine } from '@/core/ports/containers'
import { teamChannel } from '@/core/ports/live-events'
import type { Context, Service } from '@/services/context'
import { engineOf } from '@/services/deployments/run'
import { engineFault } from '@/services/hosts/engine-fault'
import { LineQueue } from './line-queue'

export interface AppLogLine extends ContainerLogLine {
  /** The container's name. */
  replica: string
}

interface Input {
  appId: string
  /** How many of the last lines, over all replicas. */
  tail: number
  /** Goes on with each new line, also of replicas that come later, until the signal aborts. */
  follow: boolean
  signal: AbortSignal
}

interface Source {
  name: string
  hostName: string
  engine: ContainerEngine
}

/** What the app's serving replicas write, oldest first. Throws not_found and unavailable (a host does not answer). */
export const readAppLogs: Service<Input, AsyncIterable<AppLogLine>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'app.read_logs')
  const app = await ctx.db.app.findFirst({ where: { id: input.appId, deletedAt: null }, select: { id: true } })
  if (!app) throw notFound('app')
  const sources = await sourcesOf(ctx, input.appId)
  const past = (await Promise.all(sources.map((source) => pastLines(source, input.tail)))).flat()
  const last = past
    .sort((one, other) => one.at.localeCompare(other.at))
    .slice(input.tail === 0 ? past.length : -input.tail)
  return input.follow
    ? follow(ctx, input, sources, past, last)
    : (async function* () {
        yield* last
      })()
}

const sourcesOf = async (ctx: Context, appId: string): Promise<Source[]> => {
  const replicas = await ctx.db.replica.findMany({
    where: { appId, state: 'ready' },
    include: { host: true },
    orderBy: { number: 'asc' },
  })
  return replicas.map((replica) => ({
    name: replica.containerName,
    hostName: replica.host.name,
    engine: engineOf(ctx, replica.host).engine,
  }))
}

const pastLines = async (source: Source, tail: number): Promise<AppLogLine[]> => {
  try {
    return (await source.engine.logs(source.name, tail)).map((line) => ({ ...line, replica: source.name }))
  } catch (error) {
    throw engineFault(error, source.hostName)
  }
}

const keyOf = (line: AppLogLine): string => `${line.replica} ${line.at} ${line.stream} ${line.line}`

async function* follow(
  ctx: Context,
  input: Input,
  sources: readonly Source[],
  past: readonly AppLogLine[],
  last: readonly AppLogLine[],
): AsyncIterable<AppLogLine> {
  const stop = new AbortController()
  const signal = AbortSignal.any([input.signal, stop.signal])
  const queue = new LineQueue<AppLogLine>(signal)
  const followed = new Set<string>()
  const seen = past.map(keyOf)
  const add = (source: Source): void => {
    if (followed.has(source.name)) return
    followed.add(source.name)
    void copyLines(ctx, source, input.tail, seen, queue, signal)
  }
  const unsubscribe = await ctx.live.subscribe(teamChannel(ctx.actor.teamId), () => {
    void sourcesOf(ctx, input.appId)
      .then((now) => now.forEach(add))
      .catch((error: unknown) => ctx.log.warn({ error: String(error) }, 'new replicas could not be looked up'))
  })
  try {
    yield* last
    sources.forEach(add)
    yield* queue
  } finally {
    unsubscribe()
    stop.abort()
  }
}

/** Following begins a little before where the past ended; lines told already are dropped, each once. */
const copyLines = async (
  ctx: Context,
  source: Source,
  tail: number,
  past: readonly string[],
  queue: LineQueue<AppLogLine>,
  signal: AbortSignal,
): Promise<void> => {
  const told = new Map<string, number>()
  for (const key of past) told.set(key, (told.get(key) ?? 0) + 1)
  try {
    for await (const line of source.engine.followLogs(source.name, tail, signal)) {
      const full = { ...line, replica: source.name }
      const times = told.get(keyOf(full)) ?? 0
      if (times > 0) told.set(keyOf(full), times - 1)
      else queue.push(full)
    }
  } catch (error) {
    if (!signal.aborted) ctx.log.warn({ error: String(error), container: source.name }, 'its log ended')
  }
}
