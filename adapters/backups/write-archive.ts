import { createHash } from 'node:crypto'
import { createGzip } from 'node:zlib'
import type { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { type Pack, pack } from 'tar-stream'
import { type End, formatVersion, type InstanceFacts, type Manifest, type TableShape } from '@/core/backups/manifest'
import type { Archives } from '@/core/ports/backups'
import { connected, quoted } from './connect'
import { shapeOf } from './database-shape'

/** A table's rows go into entries of about this size: an entry's size is written before it. */
const pieceBytes = 1024 * 1024

/**
 * A gzipped tar: `manifest.json`, then each table's rows as COPY gives them in `tables/<name>/<number>`, and at last
 * `end.json` with a digest of each table. Every row is of the same moment; nobody is kept from writing.
 */
export const createArchives = (databaseUrl: string): Archives => ({
  async *write(facts, signal) {
    const tar = pack()
    const gzip = createGzip()
    const left = new AbortController()
    const either = AbortSignal.any([left.signal, ...(signal ? [signal] : [])])
    const writing = connected(databaseUrl, (client) => writeAll(client, tar, facts), either).catch((error: unknown) => {
      gzip.destroy(error instanceof Error ? error : new Error(String(error)))
    })
    tar.on('error', (error) => gzip.destroy(error))
    try {
      yield* tar.pipe(gzip)
      await writing
    } finally {
      left.abort()
      tar.destroy()
      await writing
    }
  },
})

const writeAll = async (client: Client, tar: Pack, facts: () => Promise<InstanceFacts>): Promise<void> => {
  await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY')
  const shape = await shapeOf(client)
  const manifest: Manifest = { format: formatVersion, ...(await facts()), ...shape }
  await add(tar, 'manifest.json', Buffer.from(JSON.stringify(manifest, null, 2)))
  const end: End = { tables: {} }
  for (const table of shape.tables) end.tables[table.name] = await writeTable(client, tar, table)
  await client.query('COMMIT')
  await add(tar, 'end.json', Buffer.from(JSON.stringify(end, null, 2)))
  tar.finalize()
}

const writeTable = async (client: Client, tar: Pack, { name, columns }: TableShape): Promise<End['tables'][string]> => {
  const digest = createHash('sha256')
  const rows = client.query(copyTo(`COPY (SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(name)}) TO STDOUT`))
  let waiting: Buffer[] = []
  let bytes = 0
  let number = 0
  const flush = async (): Promise<void> => {
    if (bytes === 0) return
    number++
    await add(tar, `tables/${name}/${String(number).padStart(6, '0')}`, Buffer.concat(waiting))
    waiting = []
    bytes = 0
  }
  for await (const chunk of rows) {
    const piece: Buffer = Buffer.from(chunk)
    digest.update(piece)
    waiting.push(piece)
    bytes += piece.length
    if (bytes >= pieceBytes) await flush()
  }
  await flush()
  return { rows: rows.rowCount, sha256: digest.digest('hex') }
}

/** Resolves when the tar has taken it, so that a slow receiver is waited for and memory stays small. */
const add = (tar: Pack, name: string, content: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    tar.entry({ name, mode: 0o600 }, content, (error) => (error ? reject(error) : resolve()))
  })
