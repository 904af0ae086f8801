import { Agent, type IncomingMessage, request } from 'node:http'
import type { ProbeReport } from '@/core/deployments/proof'
import type { Prober, ProbeTarget, RunningProbe } from '@/core/ports/prober'

/** From its first byte to the last of its answer: one that streams without an end has failed. */
const timeoutMs = 5000
/** Whoever stops waits for the end of a deployment. An answer that is not whole by then counts as none. */
const stopWithinMs = 2000
const atOnce = 16
/** After a minute of full rate a long drain is only looked at once a second. */
const fullRateMs = 60_000

/** Set by the proxy on the answers it makes itself. */
const proxyErrorHeader = 'x-gapless-error'

/**
 * Sends requests through the public route at an even pace, as users would. The secret lets the proxies tell them from
 * users' and is not passed on to the app.
 */
export const createHttpProber = (secret: string): Prober => ({
  start: (target) => startProbe(target, secret),
})

type Seen = Omit<ProbeReport, 'latencies'> & { latencies: number[] }

/** A request under way. */
interface Probe {
  answered: Promise<void>
  /** Does not wait for its answer any longer. */
  giveUp(): void
}

const startProbe = (target: ProbeTarget, secret: string): RunningProbe => {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
  const seen: Seen = { sent: 0, failed: 0, failedByProxy: 0, failedByApp: 0, latencies: [] }
  const open = new Set<Probe>()
  const beganAt = performance.now()
  let lastSentAt = Number.NEGATIVE_INFINITY

  const tick = (): void => {
    const now = performance.now()
    if (now - beganAt > fullRateMs && now - lastSentAt < 1000) return
    // One that had to wait for its turn here would be late by our own fault.
    if (open.size >= atOnce) return
    lastSentAt = now
    const probe = probeOnce(target, secret, agent, seen)
    open.add(probe)
    void probe.answered.then(() => open.delete(probe))
  }
  const timer = setInterval(tick, 1000 / target.perSecond)
  tick()

  const report = (): ProbeReport => ({ ...seen, latencies: [...seen.latencies] })
  return {
    report,
    stop: async () => {
      clearInterval(timer)
      const giveUp = setTimeout(() => {
        for (const probe of open) probe.giveUp()
      }, stopWithinMs)
      await Promise.all([...open].map((probe) => probe.answered))
      clearTimeout(giveUp)
      agent.destroy()
      return report()
    },
  }
}

const probeOnce = (target: ProbeTarget, secret: string, agent: Agent, seen: Seen): Probe => {
  const beganAt = performance.now()
  seen.sent += 1
  const outgoing = request({
    agent,
    host: target.address,
    port: target.port,
    path: target.path,
    method: 'GET',
    headers: { host: target.domain, 'user-agent': 'gapless-probe', 'x-gapless-probe': secret },
  })
  const giveUp = (): void => {
    outgoing.destroy(new Error('timeout'))
  }
  const timer = setTimeout(giveUp, timeoutMs)
  const answered = new Promise<IncomingMessage | null>((resolve) => {
    outgoing.on('response', (response) => {
      response.resume()
      response.on('end', () => resolve(response))
      response.on('error', () => resolve(null))
    })
    outgoing.on('error', () => resolve(null))
  }).then((response) => {
    clearTimeout(timer)
    note(seen, response, performance.now() - beganAt)
  })
  outgoing.end()
  return { answered, giveUp }
}

/** A whole answer, or null. */
const note = (seen: Seen, answer: IncomingMessage | null, latencyMs: number): void => {
  if (answer) seen.latencies.push(latencyMs)
  if (answer?.statusCode !== undefined && answer.statusCode < 500) return
  seen.failed += 1
  if (!answer) return
  if (answer.headers[proxyErrorHeader] === undefined) seen.failedByApp += 1
  else seen.failedByProxy += 1
}
