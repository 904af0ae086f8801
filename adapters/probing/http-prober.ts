import { Agent, request } from 'node:http'
import type { ProbeReport } from '@/core/deployments/proof'
import type { Prober, ProbeTarget, RunningProbe } from '@/core/ports/prober'

const timeoutMs = 5000
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

const startProbe = (target: ProbeTarget, secret: string): RunningProbe => {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  const seen = { sent: 0, failed: 0, failedByProxy: 0, failedByApp: 0, latencies: [] as number[] }
  const open = new Set<Promise<void>>()
  const beganAt = performance.now()
  let lastSentAt = Number.NEGATIVE_INFINITY

  const tick = (): void => {
    const now = performance.now()
    if (now - beganAt > fullRateMs && now - lastSentAt < 1000) return
    lastSentAt = now
    const probe: Promise<void> = probeOnce(target, secret, agent, seen).finally(() => open.delete(probe))
    open.add(probe)
  }
  const timer = setInterval(tick, 1000 / target.perSecond)
  tick()

  const report = (): ProbeReport => ({ ...seen, latencies: [...seen.latencies] })
  return {
    report,
    stop: async () => {
      clearInterval(timer)
      await Promise.all(open)
      agent.destroy()
      return report()
    },
  }
}

const probeOnce = (
  target: ProbeTarget,
  secret: string,
  agent: Agent,
  seen: { sent: number; failed: number; failedByProxy: number; failedByApp: number; latencies: number[] },
): Promise<void> =>
  new Promise((resolve) => {
    const beganAt = performance.now()
    seen.sent += 1
    let settled = false
    const settle = (status: number | null, byProxy: boolean): void => {
      if (settled) return
      settled = true
      if (status !== null) seen.latencies.push(performance.now() - beganAt)
      if (status === null || status >= 500) {
        seen.failed += 1
        if (status !== null && byProxy) seen.failedByProxy += 1
        if (status !== null && !byProxy) seen.failedByApp += 1
      }
      resolve()
    }
    const outgoing = request(
      {
        agent,
        host: target.address,
        port: target.port,
        path: target.path,
        method: 'GET',
        headers: { host: target.domain, 'user-agent': 'gapless-probe', 'x-gapless-probe': secret },
        timeout: timeoutMs,
      },
      (response) => {
        const status = response.statusCode ?? null
        const byProxy = response.headers[proxyErrorHeader] !== undefined
        response.resume()
        response.on('end', () => settle(status, byProxy))
        response.on('error', () => settle(null, false))
      },
    )
    outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')))
    outgoing.on('error', () => settle(null, false))
    outgoing.end()
  })
