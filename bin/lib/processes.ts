import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { trueHome } from './home'
import { findInstance } from './identity'

export type ProcessName = 'web' | 'worker' | 'postgres' | 'redis'

/** The variables by which a web or worker process can be told to be ours, whoever started it. */
export function marks(name: ProcessName): Record<string, string> {
  return { GAPLESS_HOME: trueHome(), GAPLESS_PROCESS: name }
}

function readOr<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null // It has ended, or it is another user's.
  }
}

/** When the process started, in clock ticks since boot: with the pid it names one process for good. Null if it is gone. */
export function startTime(pid: number): string | null {
  const stat = readOr(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  if (!stat) return null
  // The name in parentheses may contain anything, so count from the last one. Field 3 is the state, 22 the start.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' ? null : (fields[19] ?? null)
}

function parentOf(pid: number): number | null {
  const status = readOr(() => readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(status?.match(/^PPid:\s+(\d+)/m)?.[1] ?? Number.NaN) || null
}

/** Our name for the process if there is proof that it belongs to this state folder. */
function recognise(pid: number, folder: string, databaseFolder: string): ProcessName | null {
  // The database and Redis write over their environment with their titles, but stay in their data folder.
  const program =
    readOr(() => readlinkSync(`/proc/${pid}/exe`))
      ?.split('/')
      .at(-1) ?? ''
  const cwd = readOr(() => readlinkSync(`/proc/${pid}/cwd`))
  if (program === 'postgres' && cwd === databaseFolder) return 'postgres'
  if (program.startsWith('redis-') && cwd === `${folder}/redis`) return 'redis'
  const environment = readOr(() => readFileSync(`/proc/${pid}/environ`, 'utf8'))?.split('\0') ?? []
  if (!environment.includes(`GAPLESS_HOME=${folder}`)) return null
  if (environment.includes('GAPLESS_PROCESS=web')) return 'web'
  return environment.includes('GAPLESS_PROCESS=worker') ? 'worker' : null
}

/** The builds that processes of any state folder run from, as far as this user may see. */
export function buildsInUse(): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    const environment = /^\d+$/.test(pid) ? readOr(() => readFileSync(`/proc/${pid}/environ`, 'utf8')) : null
    return environment?.match(/(?:^|\0)GAPLESS_BUILD=([0-9a-f]+)/)?.[1] ?? []
  })
}

export interface OwnProcess {
  name: ProcessName
  pid: number
  startedAt: string
}

/** The running processes of this state folder, without their own children. Never anyone else's. */
export function findOwnProcesses(): OwnProcess[] {
  const folder = trueHome()
  const databaseFolder = findInstance()?.postgresFolder ?? `${folder}/postgres`
  const found: OwnProcess[] = []
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry)
    if (!Number.isInteger(pid) || pid === process.pid) continue
    const startedAt = startTime(pid)
    const name = startedAt === null ? null : recognise(pid, folder, databaseFolder)
    if (name !== null && startedAt !== null) found.push({ name, pid, startedAt })
  }
  return found.filter((one) => !found.some((other) => other.name === one.name && other.pid === parentOf(one.pid)))
}

export function isAlive(one: { pid: number; startedAt: string }): boolean {
  return startTime(one.pid) === one.startedAt
}

/** Resolves to true once the process is gone, to false after `timeoutMs`. It need not be a child of ours. */
async function waitUntilGone(one: { pid: number; startedAt: string }, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs
  // Only a parent is told of an end; for anyone else the kernel offers no event that Node can wait for.
  while (isAlive(one)) {
    if (performance.now() > deadline) return false
    await sleep(20)
  }
  return true
}

/** Signals the process, unless its pid belongs to another one by now. */
function signal(one: { pid: number; startedAt: string }, name: NodeJS.Signals): void {
  if (!isAlive(one)) return
  try {
    process.kill(one.pid, name)
  } catch {
    // It ended between the two.
  }
}

/** Asks with `name`, waits, and kills what has not ended after `graceMs`. */
export async function stopProcess(
  one: { pid: number; startedAt: string },
  name: NodeJS.Signals,
  graceMs: number,
): Promise<void> {
  signal(one, name)
  if (await waitUntilGone(one, graceMs)) return
  signal(one, 'SIGKILL')
  await waitUntilGone(one, 5_000)
}
