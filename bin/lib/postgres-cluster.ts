import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import { Fault } from './fault'
import { type DataService, logFile } from './managed-process'
import { isRoot } from './packages'
import { runTool } from './run-tool'

const USER = 'postgres'
const READY_TIMEOUT_MS = 30_000

/** A database cluster on 127.0.0.1. */
export interface Cluster {
  /** Where its data is, or will be. Nothing else may run from it. */
  folder: string
  /** Where bin, lib and share of PostgreSQL are. */
  native: string
  port: number
  password: string
  /** The database that is to be there. */
  database: string
  /** Further settings, `name=value`. */
  options?: readonly string[]
}

/** Makes the cluster if it is not there yet and says how to run it. */
export async function prepareCluster(cluster: Cluster): Promise<DataService> {
  const { folder, native, port } = cluster
  const user = isRoot ? postgresUser() : undefined
  if (!existsSync(folder)) await initialise(cluster, user)
  // No server of this folder runs any more; one that was killed leaves its file, and its pid may be another's by now.
  rmSync(join(folder, 'postmaster.pid'), { force: true })
  const url = (database: string) => `postgresql://${USER}:${cluster.password}@127.0.0.1:${port}/${database}`
  const options = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', ...(cluster.options ?? [])]
  return {
    process: {
      name: 'postgres',
      command: join(native, 'bin/postgres'),
      args: ['-D', folder, '-p', String(port), ...options.flatMap((option) => ['-c', option])],
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', LC_MESSAGES: 'C' },
      ...(user && { user }),
      // Fast shutdown: ends sessions, writes everything, stops.
      stopSignal: 'SIGINT',
      graceMs: 15_000,
    },
    url: url(cluster.database),
    ready: async () => {
      await waitUntilReady(join(folder, 'postmaster.pid'))
      await createDatabase(url('postgres'), cluster.database)
    },
  }
}

/** Postgres refuses to run as root, so root runs it as a user of its own. */
function postgresUser(): { uid: number; gid: number } {
  const id = (flag: string) => Number(spawnSync('id', [flag, USER], { encoding: 'utf8' }).stdout.trim() || Number.NaN)
  if (Number.isNaN(id('-u'))) {
    spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', USER])
  }
  const user = { uid: id('-u'), gid: id('-g') }
  if (Number.isNaN(user.uid))
    throw new Fault(`The system user ${USER} is missing. Run: useradd --system --user-group ${USER}`)
  return user
}

async function initialise(cluster: Cluster, user: { uid: number; gid: number } | undefined): Promise<void> {
  const { folder, native, password } = cluster
  // Made beside its place and renamed, so that a first start killed half-way leaves nothing that looks finished.
  const unfinished = `${folder}.new`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { recursive: true, mode: 0o700 })
  const passwordFile = `${folder}.password`
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user) {
    for (const path of [unfinished, passwordFile]) chownSync(path, user.uid, user.gid)
  }
  try {
    await runTool({
      command: join(native, 'bin/initdb'),
      args: [
        `--pgdata=${unfinished}`,
        `--username=${USER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C.UTF-8',
      ],
      env: { LC_ALL: undefined },
      cwd: '/',
      purpose: 'Creating the database',
      ...(user && { user }),
    })
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(unfinished, folder)
}

/** The server writes its state into the eighth line of postmaster.pid, which is also what its own pg_ctl waits for. */
async function waitUntilReady(pidFile: string): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS
  for (;;) {
    const lines = existsSync(pidFile) ? readFileSync(pidFile, 'utf8').split('\n') : []
    if (lines[7]?.trim() === 'ready') return
    if (performance.now() > deadline)
      throw new Fault(`The database did not start within 30 s; see ${logFile('postgres')}.`)
    await sleep(20)
  }
}

/** Creates the database if the cluster has none of that name. */
async function createDatabase(clusterUrl: string, name: string): Promise<void> {
  const connection = await new PrismaPg({ connectionString: clusterUrl }).connect()
  try {
    await connection.executeScript(`CREATE DATABASE "${name}"`)
  } catch (error) {
    if (!String(error).includes('already exists') && !JSON.stringify(error).includes('42P04')) throw error
  } finally {
    await connection.dispose()
  }
}
