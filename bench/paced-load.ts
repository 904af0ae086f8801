import { Agent, request } from 'node:http'

const tickMs = 10
const timeoutMs = 10_000

interface PacedPlan {
  port: number
  /** Host header. */
  host: string
  perSecond: number
}

/** What the clients were answered; times are epoch milliseconds. */
export interface Tally {
  requests: number
  /** 5xx, and requests without a whole answer. */
  failed: number
  firstFailedAt: number | null
  lastFailedAt: number | null
}

/**
 * So many requests a second whether or not the answers keep up, as many users make them. `tally` is counted anew after
 * each call of `begin`.
 */
export const startPacedLoad = ({ port, host, perSecond }: PacedPlan) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 })
  const none = (): Tally => ({ requests: 0, failed: 0, firstFailedAt: null, lastFailedAt: null })
  let tally = none()
  const ended = (isGood: boolean): void => {
    tally.requests += 1
    if (isGood) return
    tally.failed += 1
    tally.lastFailedAt = Date.now()
    tally.firstFailedAt ??= tally.lastFailedAt
  }
  const ask = (): void => {
    const sent = request({ host: '127.0.0.1', port, headers: { host }, agent, timeout: timeoutMs }, (response) => {
      response.on('error', () => ended(false))
      response.on('end', () => ended((response.statusCode ?? 500) < 500))
      response.resume()
    })
    sent.on('timeout', () => sent.destroy())
    sent.on('error', () => ended(false))
    sent.end()
  }
  const began = performance.now()
  let asked = 0
  const timer = setInterval(() => {
    const due = ((performance.now() - began) / 1000) * perSecond
    for (; asked < due; asked += 1) ask()
  }, tickMs)
  return {
    begin: (): void => {
      tally = none()
    },
    tally: (): Tally => tally,
    stop: (): void => {
      clearInterval(timer)
      agent.destroy()
    },
  }
}
