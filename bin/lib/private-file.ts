import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { z } from 'zod'
import { errorCode, Fault } from './fault'

/**
 * Replaces the file in one go, readable by its owner alone. It is on the disk when this returns: what is sealed by a key
 * that was only in memory is lost when the power is.
 */
export function writePrivate(path: string, text: string): void {
  const next = `${path}.${process.pid}.new`
  withFile(next, 'w', (file) => {
    writeFileSync(file, text)
    fsyncSync(file)
  })
  renameSync(next, path)
  // Until then only the old name may be on the disk.
  withFile(dirname(path), 'r', (folder) => {
    try {
      fsyncSync(folder)
    } catch (error) {
      if (!['EINVAL', 'ENOTSUP'].includes(errorCode(error) ?? '')) throw error // Its file system knows no such thing.
    }
  })
}

function withFile(path: string, flags: 'w' | 'r', work: (file: number) => void): void {
  const file = openSync(path, flags, 0o600)
  try {
    work(file)
  } finally {
    closeSync(file)
  }
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
