import { Agent, type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { FailedRequest } from './attribution'
import { now } from './now'

/** Some 70 requests a second for one app, of every kind that users make. */
export interface AppLoad {
  /** All that have ended. */
  requests(): number
  failures(): readonly FailedRequest[]
  /** Resolves with the end of the first good answer to a request that began after `after`; null when none came in time. */
  goodAfter(after: number, withinMs: number): Promise<number | null>
  /** The longest time without a good answer between these two, in milliseconds. */
  longestPause(from: number, until: number): number
  stop(): Promise<void>
}

interface Client {
  method: 'GET' | 'POST'
  path: string
  keepAlive: boolean
  /** The pause between two requests is anything up to this. */
  pauseMs: number
}

const clients: readonly Client[] = [
  { method: 'GET', path: '/', keepAlive: true, pauseMs: 90 },
  { method: 'GET', path: '/', keepAlive: true, pauseMs: 90 },
  { method: 'GET', path: '/', keepAlive: false, pauseMs: 150 },
  { method: 'POST', path: '/echo', keepAlive: true, pauseMs: 150 },
  { method: 'GET', path: '/slow?ms=400', keepAlive: true, pauseMs: 100 },
]
const timeoutMs = 20_000
/** Good answers that are remembered: a few minutes of them. */
const remembered = 20_000

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error)

const openedAt = new WeakMap<Socket, number>()

type Outcome = Omit<FailedRequest, 'app' | 'what'> & { what: string | null }

/** One request; `what` is null where it got a whole 200. */
const ask = (port: number, host: string, client: Client, agent: Agent | false): Promise<Outcome> =>
  new Promise((resolve) => {
    const beganAt = now()
    const connection: FailedRequest['connection'] = { openedAt: beganAt, localPort: null }
    let head: IncomingMessage | null = null
    const ended = (what: string | null): void =>
      resolve({ method: client.method, beganAt, endedAt: now(), what, connection })
    const body = client.method === 'POST' ? Buffer.alloc(1000, 'x') : undefined
    const headers = { host, ...(body ? { 'content-length': body.length } : {}) }
    const { method, path } = client
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent, timeout: timeoutMs }, (response) => {
      head = response
      response.on('error', () => ended('truncated'))
      response.on('end', () => ended(response.statusCode === 200 ? null : String(response.statusCode)))
      response.resume()
    })
    sent.on('socket', (socket) => {
      connection.openedAt = openedAt.get(socket) ?? beganAt
      openedAt.set(socket, connection.openedAt)
      const note = (): void => {
        connection.localPort = socket.localPort ?? null
      }
      if (socket.connecting) socket.once('connect', note)
      else note()
    })
    sent.on('timeout', () => sent.destroy(Object.assign(new Error('timeout'), { code: 'timeout' })))
    sent.on('error', (error) => {
      if (!head) ended(codeOf(error))
    })
    sent.end(body)
  })

/** Starts it in this process, on 127.0.0.1 only. */
export const startAppLoad = (port: number, app: string, host: string): AppLoad => {
  const stopping = new AbortController()
  const failures: FailedRequest[] = []
  const waiting = new Set<{ after: number; resolve: (endedAt: number) => void }>()
  let good: number[] = []
  let requests = 0

  const heard = ({ what, ...outcome }: Outcome): void => {
    requests += 1
    if (what !== null) {
      failures.push({ app, what, ...outcome })
      return
    }
    good.push(outcome.endedAt)
    if (good.length > 2 * remembered) good = good.slice(-remembered)
    for (const one of waiting) {
      if (outcome.beganAt < one.after) continue
      waiting.delete(one)
      one.resolve(outcome.endedAt)
    }
  }
  const run = async (client: Client): Promise<void> => {
    const agent = client.keepAlive ? new Agent({ keepAlive: true, maxSockets: 1 }) : false
    while (!stopping.signal.aborted) {
      heard(await ask(port, host, client, agent))
      await wait(Math.random() * client.pauseMs)
    }
    if (agent) agent.destroy()
  }
  const running = clients.map(run)
  return {
    requests: () => requests,
    failures: () => failures,
    goodAfter: async (after, withinMs) => {
      const given = new AbortController()
      const answered = new Promise<number>((resolve) => waiting.add({ after, resolve }))
      const late = wait(withinMs, null, { signal: given.signal }).catch(() => null)
      return Promise.race([answered, late]).finally(() => given.abort())
    },
    longestPause: (from, until) => {
      const before = good.findLast((endedAt) => endedAt <= from) ?? from
      const within = good.filter((endedAt) => endedAt > from && endedAt < until)
      const ends = [before, ...within, until]
      return Math.max(...ends.slice(1).map((end, index) => end - (ends[index] ?? end)))
    },
    stop: async () => {
      stopping.abort()
      await Promise.all(running)
    },
  }
}
