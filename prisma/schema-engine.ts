import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, type SqlDriverAdapter } from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'

let loaded: Promise<void> | undefined

/**
 * Uses Prisma's schema engine on a database. It is the engine's WebAssembly build: the native one is downloaded at run
 * time, which a machine without access to Prisma's servers cannot do.
 */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  use: (engine: bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= load()
  await loaded
  const opened: SqlDriverAdapter[] = []
  const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => {}, factory(databaseUrl, opened))
  try {
    return await use(engine)
  } finally {
    engine.free()
    // The engine leaves its session open, and with it the lock that keeps other migrations waiting.
    await Promise.all(opened.map((connection) => connection.dispose()))
  }
}

function factory(databaseUrl: string, opened: SqlDriverAdapter[]) {
  const pg = new PrismaPg({ connectionString: databaseUrl })
  return bindMigrationAwareSqlAdapterFactory({
    provider: pg.provider,
    adapterName: pg.adapterName,
    connect: () => remember(pg.connect()),
    connectToShadowDb: () => remember(pg.connectToShadowDb()),
  })

  async function remember(connecting: Promise<SqlDriverAdapter>): Promise<SqlDriverAdapter> {
    const connection = await connecting
    opened.push(connection)
    return connection
  }
}

async function load(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const wasm = await readFile(join(dirname(entry), 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': { ...bindings } })
  bindings.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start !== 'function') throw new Error('The schema engine has no entry point.')
  start()
}
