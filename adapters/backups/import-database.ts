import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Manifest, TableShape } from '@/core/backups/manifest'
import { assertWhole, bytesOf, type Seen } from './check-archive'
import { connected, quoted } from './connect'
import { tablesOf } from './database-shape'
import { ArchiveError, type OpenArchive } from './read-archive'
import { withoutRules } from './without-rules'

/**
 * Numbers that other parties have seen and refuse lower ones of (the proxies' fences and generations) go on this far
 * above the backup's: more than can have been counted since it was made.
 */
const ahead = 1_000_000

/** Tables of others in the database; restoring would take them away. */
export const foreignTables = (databaseUrl: string, known: readonly string[]): Promise<string[]> =>
  connected(databaseUrl, async (client) =>
    (await tablesOf(client)).map(({ name }) => name).filter((name) => !known.includes(name)),
  )

/** How many rows of each table an instance has at most that nobody has put anything into; see bootstrapInstance. */
const atFirstStart: Readonly<Record<string, number>> = {
  App: 0,
  Monitor: 0,
  User: 1,
  Team: 1,
  ApiToken: 1,
  Host: 0,
  Certificate: 0,
  Registry: 0,
  Channel: 0,
  Invitation: 0,
  StatusPage: 0,
}
/** The engine of its own machine, which the first start adds. */
const ownHost = `"name" = 'local' AND "endpoint"->>'type' = 'socket'`

/** Whether nothing is there that a restore would take away, beyond what the first start makes by itself. */
export const isEmptyInstance = (databaseUrl: string): Promise<boolean> =>
  connected(databaseUrl, async (client) => {
    for (const { name } of await tablesOf(client)) {
      const most = atFirstStart[name]
      if (most === undefined) continue
      const counted = name === 'Host' ? `NOT (${ownHost})` : 'true'
      const { rows } = await client.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM ${quoted(name)} WHERE ${counted}`,
      )
      if ((rows[0]?.count ?? 0) > most) return false
    }
    return true
  })

/** Takes away all that is in the database, so that the migrations can be applied from the first on. */
export const clearDatabase = (databaseUrl: string): Promise<void> =>
  connected(databaseUrl, async (client) => {
    await client.query('BEGIN')
    const { rows } = await client.query<{ name: string }>('SELECT current_schema()::text AS name')
    const schema = quoted(rows[0]?.name ?? 'public')
    await client.query(`DROP SCHEMA ${schema} CASCADE`)
    await client.query(`CREATE SCHEMA ${schema}`)
    await client.query('COMMIT')
  })

/**
 * Fills a database that has the backup's migrations and no rows, in one transaction: all of it, or nothing. References
 * between rows are checked at the end, and every table against its digest. Throws {@link ArchiveError}.
 */
export const importDatabase = (databaseUrl: string, archive: OpenArchive): Promise<void> =>
  connected(databaseUrl, async (client) => {
    await client.query('BEGIN')
    const shapes = await assertSameShape(client, archive.manifest)
    for (const { name, parent, bound } of archive.manifest.partitions) {
      await client.query(`CREATE TABLE IF NOT EXISTS ${quoted(name)} PARTITION OF ${quoted(parent)} ${bound}`)
    }
    await withoutRules(client, async () => {
      const seen = await copyPieces(client, archive, shapes)
      assertWhole(archive.end(), seen)
    })
    await moveAhead(client, archive.manifest)
    await client.query('COMMIT')
  })

const assertSameShape = async (client: Client, { tables }: Manifest): Promise<Map<string, TableShape>> => {
  const present = await tablesOf(client)
  const told = (list: readonly TableShape[]) =>
    JSON.stringify([...list].map(({ name, columns }) => [name, [...columns].sort()]).sort())
  if (told(present) !== told(tables)) {
    throw new ArchiveError('The tables of the backup are not those of its version: the file is damaged.')
  }
  return new Map(tables.map((table) => [table.name, table]))
}

/** Pieces of one table follow each other and end anywhere, so they are one COPY. */
const copyPieces = async (
  client: Client,
  archive: OpenArchive,
  shapes: ReadonlyMap<string, TableShape>,
): Promise<Seen> => {
  const seen: Seen = new Map()
  const pieces = archive.pieces[Symbol.asyncIterator]()
  let next = await pieces.next()
  while (!next.done) {
    const { table } = next.value
    const shape = shapes.get(table)
    if (!shape || seen.has(table)) throw new ArchiveError('The file is damaged: it has rows where none belong.')
    const digest = createHash('sha256')
    const rows = async function* () {
      while (!next.done && next.value.table === table) {
        for await (const chunk of bytesOf(next.value.content)) {
          digest.update(chunk)
          yield chunk
        }
        next = await pieces.next()
      }
    }
    const into = client.query(copyFrom(`COPY ${quoted(table)} (${shape.columns.map(quoted).join(', ')}) FROM STDIN`))
    await pipeline(Readable.from(rows()), into)
    seen.set(table, { rows: into.rowCount, sha256: digest.digest('hex') })
  }
  return seen
}

const moveAhead = async (client: Client, { sequences }: Manifest): Promise<void> => {
  for (const { name, value, isCalled } of sequences) {
    const wanted = name.includes('fencing') ? String(BigInt(value) + BigInt(ahead)) : value
    await client.query('SELECT setval($1::regclass, $2::bigint, $3)', [quoted(name), wanted, isCalled])
  }
  await client.query(`UPDATE "Host" SET "generation" = "generation" + ${ahead}`)
}
