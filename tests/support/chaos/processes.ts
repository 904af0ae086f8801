import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { now } from './now'

const lookEveryMs = 2

const contentOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // It has ended.
  }
}

/** A dead process that nobody has waited for yet holds nothing any more. */
export const isAlive = (pid: number): boolean => {
  const status = contentOf(`/proc/${pid}/status`)
  return status !== '' && !/^State:\s+[ZX]/m.test(status)
}

/** The process and all that it has started. */
export const familyOf = (pid: number): number[] => {
  const children = contentOf(`/proc/${pid}/task/${pid}/children`).trim()
  return [pid, ...(children === '' ? [] : children.split(' ').flatMap((child) => familyOf(Number(child))))]
}

/** Resolves when none of them is alive any more: no event tells of the end of somebody else's child. */
const allDead = async (pids: readonly number[]): Promise<number> => {
  while (pids.some(isAlive)) await wait(lookEveryMs)
  return now()
}

/** Resolves when the first of them is dead, with when all were last seen alive; null when `signal` aborts before. */
export const firstDeath = async (pids: readonly number[], signal: AbortSignal): Promise<number | null> => {
  for (let aliveAt = now(); ; ) {
    const before = now()
    if (!pids.every(isAlive)) return aliveAt
    aliveAt = before
    if (signal.aborted) return null
    await wait(lookEveryMs)
  }
}

/** SIGKILL, and how long it took until nothing of it was left. */
export const killFamily = async (pid: number): Promise<{ from: number; until: number }> => {
  const family = familyOf(pid)
  const from = now()
  process.kill(pid, 'SIGKILL')
  return { from, until: await allDead(family) }
}

const socketsOf = (pid: number): string[] => {
  const folder = `/proc/${pid}/fd`
  if (!existsSync(folder)) return []
  return readdirSync(folder).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${fd}`))?.[1] ?? []
    } catch {
      return [] // Closed since.
    }
  })
}

/** The clients' ports of all connections to `port` of this machine that these processes hold. */
export const clientPortsOf = (pids: readonly number[], port: number): Set<number> => {
  const held = new Set(pids.flatMap(socketsOf))
  const portIn = (address: string | undefined): number => Number.parseInt(address?.split(':').at(-1) ?? '', 16)
  const rows = contentOf('/proc/self/net/tcp').split('\n').slice(1)
  return new Set(
    rows.flatMap((row) => {
      const [, local, remote, , , , , , , inode] = row.trim().split(/\s+/)
      return portIn(local) === port && inode !== undefined && held.has(inode) ? [portIn(remote)] : []
    }),
  )
}
