import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { z } from 'zod'
import { errorCode, Fault } from './fault'

/** Replaces the file in one go, readable by its owner alone. */
export function writePrivate(path: string, text: string): void {
  const next = `${path}.${process.pid}.new`
  writeFileSync(next, text, { mode: 0o600 })
  renameSync(next, path)
}

export function writePrivateJson(path: string, value: unknown): void {
  writePrivate(path, `${JSON.stringify(value, null, 2)}\n`)
}

/** The file's content, or null when there is none. Throws a {@link Fault} when it is not what we wrote. */
export function readJson<T>(path: string, schema: z.ZodType<T>): T | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null
    throw error
  }
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    throw new Fault(`${path} is damaged. Restore it from a backup, or remove this instance with bin/down --purge.`)
  }
}
