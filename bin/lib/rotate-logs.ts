import { copyFileSync, readdirSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { home } from './home'

const LARGEST_BYTES = 20 * 1024 ** 2
const EVERY_MS = 30_000

/** Keeps each log below about 40 MB: the present file and the one before it. Writers append, so they may go on. */
export function keepLogsBounded(): void {
  setInterval(() => {
    for (const name of readdirSync(home.logs).filter((file) => file.endsWith('.log'))) {
      const path = join(home.logs, name)
      if (statSync(path).size < LARGEST_BYTES) continue
      copyFileSync(path, `${path}.1`)
      truncateSync(path)
    }
  }, EVERY_MS).unref()
}
