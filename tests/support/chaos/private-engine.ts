import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import Dockerode from 'dockerode'
import { now } from './now'

const readyTimeoutMs = 60_000
const stopTimeoutMs = 40_000

/** A Docker engine of our own, which may be killed: nobody else's containers are on it. */
export interface PrivateEngine {
  /** For DOCKER_HOST. */
  host: string
  socketPath: string
  docker: Dockerode
  /** Ends the engine by this signal and starts it again; `onSignal` is called right after the signal. */
  restart(
    signal: 'SIGTERM' | 'SIGKILL',
    onSignal: () => void,
  ): Promise<{ signalledAt: number; downAt: number; upAt: number }>
  stop(): Promise<void>
}

/**
 * Starts the engine. The caller is in a network namespace of its own: two engines in one would take away each other's
 * firewall rules and give out the same addresses.
 */
export const startPrivateEngine = async (): Promise<PrivateEngine> => {
  const folder = mkdtempSync(join(tmpdir(), 'gapless-engine-'))
  const socketPath = join(folder, 'docker.sock')
  const host = `unix://${socketPath}`
  const docker = new Dockerode({ socketPath, host: '', protocol: 'http' })
  const options = [
    ['--data-root', join(folder, 'data')],
    ['--exec-root', join(folder, 'exec')],
    ['--pidfile', join(folder, 'pid')],
    ['--host', host],
    // Where a containerd of the machine is found it is used, so our containers must not be the other engine's.
    ['--containerd-namespace', 'gapless-private'],
    ['--containerd-plugins-namespace', 'gapless-private-plugins'],
  ].flat()
  let engine = launch(folder, options)

  const ready = async (): Promise<void> => {
    const deadline = now() + readyTimeoutMs
    for (;;) {
      // Nothing tells that a socket answers but asking it.
      if (
        await docker.ping().then(
          () => true,
          () => false,
        )
      )
        return
      if (now() > deadline) throw new Error(`the private engine did not start:\n${lastWords(folder)}`)
      // After a hard kill its first start can time out waiting for containerd; the next one works.
      if (hasEnded(engine)) engine = launch(folder, options)
      await wait(20)
    }
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const exit = hasEnded(engine) ? Promise.resolve() : once(engine, 'exit')
    engine.kill(signal)
    const late = setTimeout(() => engine.kill('SIGKILL'), stopTimeoutMs)
    await exit
    clearTimeout(late)
  }

  await ready()
  return {
    host,
    socketPath,
    docker,
    restart: async (signal, onSignal) => {
      const signalledAt = now()
      const ended = end(signal)
      onSignal()
      await ended
      const downAt = now()
      engine = launch(folder, options)
      await ready()
      return { signalledAt, downAt, upAt: now() }
    },
    stop: async () => {
      await end('SIGTERM')
      await unmount(folder)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

const launch = (folder: string, options: readonly string[]): ChildProcess => {
  const log = openSync(join(folder, 'log'), 'a', 0o600)
  const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', NODE_ENV: 'production' as const }
  const child = spawn('dockerd', options, { stdio: ['ignore', log, log], cwd: '/', env, detached: true })
  closeSync(log)
  return child
}

const lastWords = (folder: string): string =>
  readFileSync(join(folder, 'log'), 'utf8').split('\n').slice(-20).join('\n')

/** What an engine that was killed has left mounted would keep its folder from being removed. */
const unmount = async (folder: string): Promise<void> => {
  const mounted = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .flatMap((line) => line.split(' ')[4] ?? [])
    .filter((path) => path.startsWith(`${folder}/`))
  for (const path of mounted.reverse()) await promisify(execFile)('umount', ['-l', path])
}
