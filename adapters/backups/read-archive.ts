import type { Readable } from 'node:stream'
import { json } from 'node:stream/consumers'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { type End, endSchema, formatVersion, type Manifest, manifestSchema } from '@/core/backups/manifest'

/** An entry: its bytes have to be read before the next entry comes. */
type Entry = AsyncIterable<unknown> & { header: { name: string } }

/** A backup as it is read, from the front. */
export interface OpenArchive {
  manifest: Manifest
  /** The pieces of each table's rows, in the order of the file; each is to be read before the next. */
  pieces: AsyncIterable<{ table: string; content: AsyncIterable<unknown> }>
  /** What the file says of itself; there once all pieces were read. Throws where the file ends too soon. */
  end(): End
}

/** What keeps a file from being used as a backup, in a sentence. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
}

const broken = 'The file is damaged, or not a backup of Gapless.'
const cutOff = 'The file ends too soon: it was not copied as a whole.'

/** Opens a backup from its bytes. Throws {@link ArchiveError}. */
export const openArchive = async (bytes: Readable): Promise<OpenArchive> => {
  const tar = extract()
  const gunzip = createGunzip()
  const give = (error: Error) => tar.destroy(error)
  bytes.on('error', give).pipe(gunzip).on('error', give).pipe(tar)
  const entries = tar[Symbol.asyncIterator]()
  const next = async (): Promise<Entry | null> => {
    try {
      const step = await entries.next()
      return step.done ? null : step.value
    } catch (error) {
      throw inWords(error)
    }
  }
  const first = await next()
  if (first?.header.name !== 'manifest.json') throw new ArchiveError(broken)
  const manifest = readManifest(await json(inWordsOf(first)))
  let end: End | undefined
  return {
    manifest,
    pieces: {
      async *[Symbol.asyncIterator]() {
        for (let entry = await next(); entry !== null; entry = await next()) {
          if (entry.header.name === 'end.json') end = endSchema.parse(await json(inWordsOf(entry)))
          else yield { table: tableOf(entry.header.name), content: inWordsOf(entry) }
        }
      },
    },
    end: () => {
      if (!end) throw new ArchiveError(cutOff)
      return end
    },
  }
}

const readManifest = (content: unknown): Manifest => {
  const format = content instanceof Object && 'format' in content ? content.format : undefined
  if (typeof format === 'number' && format > formatVersion) {
    throw new ArchiveError('The backup was made by a newer Gapless. Restore it with that version, or a later one.')
  }
  const parsed = manifestSchema.safeParse(content)
  if (!parsed.success) throw new ArchiveError(broken)
  return parsed.data
}

const tableOf = (entry: string): string => {
  const name = /^tables\/(\w+)\/\d+$/.exec(entry)?.[1]
  if (name === undefined) throw new ArchiveError(broken)
  return name
}

const inWords = (error: unknown): Error => {
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'Z_BUF_ERROR' || /unexpected end/i.test(message)) return new ArchiveError(cutOff)
  if (typeof code === 'string' && code.startsWith('Z_')) return new ArchiveError(broken)
  return error instanceof Error && typeof code === 'string' ? error : new ArchiveError(broken)
}

async function* inWordsOf(entry: Entry): AsyncGenerator<unknown> {
  try {
    yield* entry
  } catch (error) {
    throw inWords(error)
  }
}
