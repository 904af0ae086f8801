import { createHash } from 'node:crypto'
import type { End } from '@/core/backups/manifest'
import { ArchiveError, type OpenArchive } from './read-archive'

/** What was read of each table. */
export type Seen = Map<string, { rows: number; sha256: string }>

const lineFeed = 10

/**
 * Reads all of a backup that was just opened and holds every table against what the file says of itself at its end, before
 * anything is changed for it. Throws {@link ArchiveError}.
 */
export const checkArchive = async (archive: OpenArchive): Promise<void> => {
  const tables = new Map<string, { rows: number; digest: ReturnType<typeof createHash> }>()
  for await (const { table, content } of archive.pieces) {
    const seen = tables.get(table) ?? { rows: 0, digest: createHash('sha256') }
    tables.set(table, seen)
    for await (const chunk of bytesOf(content)) {
      seen.digest.update(chunk)
      // COPY writes one line a row; a line feed within a value is written as \n.
      for (const byte of chunk) if (byte === lineFeed) seen.rows++
    }
  }
  const told = [...tables].map(([table, { rows, digest }]) => [table, { rows, sha256: digest.digest('hex') }] as const)
  assertWhole(archive.end(), new Map(told))
}

/** Throws {@link ArchiveError} where what was read is not what the end of the file tells. */
export const assertWhole = (end: End, seen: Seen): void => {
  for (const [table, { rows, sha256 }] of Object.entries(end.tables)) {
    const found = seen.get(table)
    if ((found?.rows ?? 0) !== rows) throw new ArchiveError(`The file is damaged: rows of ${table} are missing.`)
    if (found && found.sha256 !== sha256) {
      throw new ArchiveError(`The file is damaged: ${table} is not what was written.`)
    }
  }
}

export async function* bytesOf(content: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('a tar gives bytes')
    yield chunk
  }
}
