import { readSessions, type StatRow } from './answers'
import type { ProxyEnd } from './proxy-end'

/**
 * Closes what a worker has in progress on one server. A worker that was reloaded away refuses to do it by server
 * ("Proxy is disabled"), so its sessions are closed one by one.
 */
export const closeSessions = async (end: ProxyEnd, pid: number, row: StatRow): Promise<void> => {
  const answer = await end.readWorker(pid, [`shutdown sessions server ${row.backend}/${row.name}`])
  if (!answer?.includes('disabled')) return
  const sessions = readSessions((await end.readWorker(pid, ['show sess'])) ?? '', row.backend, row.name)
  if (sessions.length > 0) {
    await end.readWorker(
      pid,
      sessions.map((session) => `shutdown session ${session}`),
    )
  }
}
