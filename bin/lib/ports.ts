import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'

const LISTENING = '0A'

function listeners(): { port: number; inode: string }[] {
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => {
    let rows: string[]
    try {
      rows = readFileSync(table, 'utf8').split('\n').slice(1)
    } catch {
      return [] // A kernel without IPv6.
    }
    return rows
      .map((row) => row.trim().split(/\s+/))
      .filter((fields) => fields[3] === LISTENING)
      .map((fields) => ({ port: Number.parseInt(fields[1]?.split(':')[1] ?? '', 16), inode: fields[9] ?? '' }))
  })
}

/** Whether any process listens on the port, on whatever address. */
export function isTaken(port: number): boolean {
  return listeners().some((listener) => listener.port === port)
}

export interface Holder {
  pid: number
  program: string
}

/** Who listens on the port, as far as this user may see. */
export function holdersOf(port: number): Holder[] {
  const inodes = new Set(listeners().flatMap((one) => (one.port === port ? [`socket:[${one.inode}]`] : [])))
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && holdsSocket(pid, inodes))
    .map((pid) => ({ pid, program: readFileSync(`/proc/${pid}/comm`, 'utf8').trim() }))
}

function holdsSocket(pid: number, inodes: Set<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return inodes.has(readlinkSync(`/proc/${pid}/fd/${fd}`))
      } catch {
        return false // Closed since.
      }
    })
  } catch {
    return false // Ended, or another user's.
  }
}

/** The wanted port on 127.0.0.1 if nobody has it, else one the kernel picks. */
export async function freePort(wanted?: number): Promise<number> {
  const bound = wanted === undefined ? null : await bindOnce(wanted)
  const port = bound ?? (await bindOnce(0))
  if (port === null) throw new Error('The kernel has no free port.')
  return port
}

function bindOnce(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer().unref()
    server.on('error', () => resolve(null))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null))
    })
  })
}
