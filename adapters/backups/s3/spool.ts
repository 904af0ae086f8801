import { createHash } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { BackupFault } from '@/core/backups/fault'

/** A body on the disk: its length and hash are known before it is sent, and memory stays small. */
export interface Spool {
  bytes: number
  /** SHA-256 in hex. */
  hash: string
  /** All of it, as often as it is asked for. */
  read(): Readable
}

const chunkBytes = 256 * 1024

/**
 * Does `work` with the pieces written to a file in this folder, which has no name: it ends with the process, however that
 * ends. Throws a BackupFault where there is no room for it.
 */
export const spooled = async <T>(
  folder: string,
  pieces: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
  work: (spool: Spool) => Promise<T>,
): Promise<T> => {
  const path = join(folder, `backup-${process.pid}-${crypto.randomUUID()}.new`)
  const file = await open(path, 'wx+', 0o600)
  try {
    await rm(path)
    const hash = createHash('sha256')
    let bytes = 0
    for await (const piece of pieces) {
      signal.throwIfAborted()
      hash.update(piece)
      await file.appendFile(piece).catch((error: unknown) => {
        throw new BackupFault(`${folder} has no room for a backup, which is written there before it is sent.`, null, {
          cause: error,
        })
      })
      bytes += piece.length
    }
    return await work({ bytes, hash: hash.digest('hex'), read: () => Readable.from(contentOf(file)) })
  } finally {
    await file.close()
  }
}

/** A stream of the handle itself would close it when it is given up. */
async function* contentOf(file: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(chunkBytes), 0, chunkBytes, position)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    position += bytesRead
  }
}
