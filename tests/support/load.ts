import { spawn } from 'node:child_process'
import { Agent, type IncomingMessage, request } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** Bounded load on 127.0.0.1, as users make it: kept connections with idle gaps, new ones, posts, long requests. */
const loadPlanSchema = z.strictObject({
  port: z.int(),
  /** Host header. */
  host: z.string(),
  /** The authority to trust, PEM: the requests go by HTTPS. */
  ca: z.string().optional(),
  path: z.string().default('/'),
  /** Clients that keep their connection and pause 0 to `idleGapMs` between requests. */
  keepAlive: z.int().default(0),
  idleGapMs: z.number().default(10),
  /** Clients that open a connection for each request. */
  fresh: z.int().default(0),
  /** Clients that post a body of `postBytes`, with pauses. */
  posts: z.int().default(0),
  postPath: z.string().default('/'),
  postBytes: z.int().default(1000),
  /** Clients that ask for `longPath`, one request after the other. */
  long: z.int().default(0),
  longPath: z.string().default('/slow'),
  /** Response header that tells the release. */
  versionHeader: z.string().default('x-version'),
  /** Ends by itself after this; otherwise when stopped. */
  seconds: z.number().optional(),
})
export type LoadPlan = z.input<typeof loadPlanSchema>

const loadReportSchema = z.object({
  requests: z.number(),
  /** By status, of complete answers. */
  statuses: z.record(z.string(), z.number()),
  /** By error code of requests without a complete answer; `truncated` had a head. */
  errors: z.record(z.string(), z.number()),
  /** By release: answers, and epoch milliseconds at which the first and last answered request began, and the last answer had come. */
  versions: z.record(
    z.string(),
    z.object({ count: z.number(), firstBeganAt: z.number(), lastBeganAt: z.number(), lastEndedAt: z.number() }),
  ),
  /** Answers other than 2xx and errors. */
  failed: z.number(),
  /** The first hundred of them. */
  failures: z.array(z.object({ beganAt: z.number(), endedAt: z.number(), kind: z.string(), what: z.string() })),
  p50Ms: z.number(),
  p95Ms: z.number(),
  maxMs: z.number(),
})
export type LoadReport = z.infer<typeof loadReportSchema>

export interface RunningLoad {
  report(): LoadReport
  /** Lets the requests under way end and returns the final report. */
  stop(): Promise<LoadReport>
}

type Kind = 'keepAlive' | 'fresh' | 'posts' | 'long'

const now = (): number => performance.timeOrigin + performance.now()

class Tally {
  readonly #latencies: number[] = []
  readonly #report: LoadReport = {
    requests: 0,
    statuses: {},
    errors: {},
    versions: {},
    failed: 0,
    failures: [],
    p50Ms: 0,
    p95Ms: 0,
    maxMs: 0,
  }

  answered(kind: Kind, beganAt: number, status: number, version: string): void {
    const report = this.#report
    report.statuses[status] = (report.statuses[status] ?? 0) + 1
    const endedAt = now()
    const known = report.versions[version] ?? {
      count: 0,
      firstBeganAt: beganAt,
      lastBeganAt: beganAt,
      lastEndedAt: endedAt,
    }
    report.versions[version] = known
    known.count++
    known.firstBeganAt = Math.min(known.firstBeganAt, beganAt)
    known.lastBeganAt = Math.max(known.lastBeganAt, beganAt)
    known.lastEndedAt = endedAt
    if (kind !== 'long') this.#latencies.push(endedAt - beganAt)
    this.#ended(kind, beganAt, status >= 200 && status < 300 ? null : String(status))
  }

  broke(kind: Kind, beganAt: number, what: string): void {
    this.#report.errors[what] = (this.#report.errors[what] ?? 0) + 1
    this.#ended(kind, beganAt, what)
  }

  report(): LoadReport {
    const sorted = [...this.#latencies].sort((one, other) => one - other)
    const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
    return structuredClone({ ...this.#report, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) })
  }

  #ended(kind: Kind, beganAt: number, failure: string | null): void {
    this.#report.requests++
    if (failure === null) return
    this.#report.failed++
    if (this.#report.failures.length < 100) {
      this.#report.failures.push({ beganAt, endedAt: now(), kind, what: failure })
    }
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error)

type Plan = z.output<typeof loadPlanSchema>

const once = (plan: Plan, kind: Kind, agent: Agent | false, tally: Tally): Promise<void> =>
  new Promise((resolve) => {
    const beganAt = now()
    let head: IncomingMessage | null = null
    const broke = (error: unknown) => {
      tally.broke(kind, beganAt, head ? 'truncated' : codeOf(error))
      resolve()
    }
    const path = kind === 'posts' ? plan.postPath : kind === 'long' ? plan.longPath : plan.path
    const method = kind === 'posts' ? 'POST' : 'GET'
    const body = kind === 'posts' ? Buffer.alloc(plan.postBytes, 'x') : undefined
    const headers = { host: plan.host, ...(body ? { 'content-length': body.length } : {}) }
    const target = { host: '127.0.0.1', port: plan.port, path, method, headers, agent }
    const answered = (response: IncomingMessage): void => {
      head = response
      response.on('error', broke)
      response.on('end', () => {
        const version = response.headers[plan.versionHeader]
        tally.answered(kind, beganAt, response.statusCode ?? 0, typeof version === 'string' ? version : '')
        resolve()
      })
      response.resume()
    }
    const sent = plan.ca
      ? secureRequest({ ...target, servername: plan.host, ca: plan.ca }, answered)
      : request(target, answered)
    sent.on('error', (error) => {
      if (!head) broke(error)
    })
    sent.end(body)
  })

/** One connection, kept. */
const newAgent = ({ ca }: Plan): Agent => {
  const options = { keepAlive: true, maxSockets: 1 }
  return ca ? new SecureAgent(options) : new Agent(options)
}

/** Starts the load in this process. */
export const startLoad = (input: LoadPlan): RunningLoad => {
  const plan = loadPlanSchema.parse(input)
  const tally = new Tally()
  const stopping = new AbortController()
  const client = async (kind: Kind): Promise<void> => {
    const agent = kind === 'fresh' ? false : newAgent(plan)
    while (!stopping.signal.aborted) {
      await once(plan, kind, agent, tally)
      if (kind !== 'fresh') await wait(Math.random() * plan.idleGapMs)
    }
    if (agent) agent.destroy()
  }
  const kinds: Kind[] = ['keepAlive', 'fresh', 'posts', 'long']
  const clients = kinds.flatMap((kind) => Array.from({ length: plan[kind] }, () => client(kind)))
  const stop = async (): Promise<LoadReport> => {
    stopping.abort()
    await Promise.all(clients)
    return tally.report()
  }
  return { report: () => tally.report(), stop }
}

/** Starts the load in a process of its own, so that the clients' times do not suffer from what the test does. */
export const spawnLoad = (plan: LoadPlan): { stop(): Promise<LoadReport> } => {
  const loader = new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url).href
  const args = ['--import', loader, fileURLToPath(import.meta.url), JSON.stringify(plan)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8')
  })
  const ended = new Promise<void>((resolve, reject) => {
    child.on('close', () => resolve())
    child.on('error', reject)
  })
  return {
    async stop() {
      child.kill('SIGTERM')
      await ended
      return loadReportSchema.parse(JSON.parse(output))
    },
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const plan = loadPlanSchema.parse(JSON.parse(process.argv[2] ?? '{}'))
  const load = startLoad(plan)
  const asked = new AbortController()
  process.once('SIGTERM', () => asked.abort())
  await wait((plan.seconds ?? 600) * 1000, undefined, { signal: asked.signal }).catch(() => {})
  process.stdout.write(`${JSON.stringify(await load.stop())}\n`)
}
