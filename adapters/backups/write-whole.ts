import { createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * Writes the file beside its place, for its owner alone, and puts it there when it is whole and on the disk. Nothing stays
 * of one that is given up. Returns its size in bytes.
 */
export const writeWhole = async (
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<number> => {
  const unfinished = `${path}.${process.pid}.new`
  try {
    await pipeline(
      Readable.from(pieces),
      createWriteStream(unfinished, { mode: 0o600, flags: 'wx' }),
      signal ? { signal } : {},
    )
    await flush(unfinished)
    await rename(unfinished, path)
    // Its name is in the folder, which has to be on the disk as well; not every file system can do that.
    await flush(dirname(path)).catch(() => undefined)
    return (await stat(path)).size
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

const flush = async (path: string): Promise<void> => {
  const opened = await open(path, 'r')
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}
