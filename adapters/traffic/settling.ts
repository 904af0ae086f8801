import { readInfo, readStat } from './answers'
import type { ProxyEnd } from './proxy-end'
import { idleClientSeconds } from './template'

/**
 * Milliseconds until the older workers of one proxy can no longer get a request. They listen no more; what they still
 * hold is requests under way, after which they close, and idle clients, which may ask once more until their timeout.
 */
export const settleMsOf = async (end: ProxyEnd): Promise<number> => {
  const { old } = await end.workers()
  const idle = await Promise.all(old.map((pid) => hasIdleClients(end, pid)))
  if (!idle.includes(true)) return 0
  // Counted in whole seconds since the serving worker began, so one is added.
  const age = readInfo(await end.read('show info'), 'Uptime_sec')
  return Math.max(0, idleClientSeconds + 1 - age) * 1000
}

const hasIdleClients = async (end: ProxyEnd, pid: number): Promise<boolean> => {
  const text = await end.readWorker(pid, ['show info', 'show stat -1 2 -1'])
  if (text === null) return false
  const busy = readStat(text).reduce((total, row) => total + row.number('scur') + row.number('qcur'), 0)
  // Over one connection of HTTP/2 go many requests, so of those that are secured it cannot be told which are idle.
  return readInfo(text, 'CurrSslConns') > 0 || readInfo(text, 'CurrConns') > busy
}
