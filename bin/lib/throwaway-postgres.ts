import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeHome } from './home'
import { type ProcessSpec, startProcess } from './managed-process'
import { freePort } from './ports'
import { placeBinaries } from './postgres'
import { prepareCluster } from './postgres-cluster'
import { stopProcess } from './processes'

export interface ThrowawayPostgres {
  url: string
  /** Stops it and removes its data. */
  stop(): Promise<void>
}

/** A PostgreSQL for a short while: fast, on a free port, and nothing of it is kept. `options` are added settings. */
export async function startThrowawayPostgres(options: readonly string[] = []): Promise<ThrowawayPostgres> {
  makeHome()
  const folder = mkdtempSync(join(tmpdir(), 'gapless-postgres-'))
  chmodSync(folder, 0o711)
  const service = await prepareCluster({
    folder: join(folder, 'data'),
    native: placeBinaries(join(folder, 'binaries')),
    port: await freePort(),
    password: 'throwaway',
    database: 'gapless',
    options: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200', ...options],
  })
  const running = await startProcess(boundToUs(service.process))
  const stop = async () => {
    await stopProcess(running, 'SIGINT', 10_000)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await Promise.race([
      service.ready(),
      running.ended.then((how) => Promise.reject(new Error(`PostgreSQL ended: ${how}`))),
    ])
    return { url: service.url, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Has the kernel stop it when we die, however we die: a test run that is killed leaves no server behind. */
function boundToUs({ user, ...spec }: ProcessSpec): ProcessSpec {
  const identity = user ? ['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups'] : []
  return { ...spec, command: 'setpriv', args: [...identity, '--pdeathsig', 'INT', spec.command, ...spec.args] }
}
