import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Place } from './platform'

export type ProcessName = 'web' | 'worker' | 'postgres' | 'redis'
export const processNames: readonly ProcessName[] = ['web', 'worker', 'postgres', 'redis']

/** The pid that bin/up has written down; null when there is none. */
export function pidOf(place: Place, name: ProcessName): number | null {
  try {
    return Number(readFileSync(join(place.home, 'run', `${name}.pid`), 'utf8'))
  } catch {
    return null
  }
}

/** The bin/up itself. */
export function pidOfUp(place: Place): number {
  const holder = readFileSync(join(place.home, 'run/up.json'), 'utf8')
  return z.object({ pid: z.number() }).parse(JSON.parse(holder)).pid
}

export function isRunning(pid: number | null): boolean {
  if (pid === null) return false
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** Where the running web process finds its database. */
export function databaseUrlOf(place: Pick<Place, 'home'>): string {
  const found = environmentOf(place, 'web').DATABASE_URL
  if (!found) throw new Error('the web process has no database')
  return found
}

/** What a running process was started with. */
export function environmentOf(place: Pick<Place, 'home'>, name: ProcessName): Record<string, string> {
  const pid = readFileSync(join(place.home, `run/${name}.pid`), 'utf8').trim()
  const lines = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
}

/** Every string of the files that hold this instance's secrets. */
export function secretsOf(place: Place): string[] {
  const values = ['secrets.json', 'initial-credentials.json'].flatMap((name) => {
    const content = readFileSync(join(place.home, name), 'utf8')
    const {
      url: _,
      proxyUrl: __,
      email: ___,
      ...secret
    } = z.record(z.string(), z.union([z.string(), z.array(z.string())])).parse(JSON.parse(content))
    return Object.values(secret).flat()
  })
  return values
}
