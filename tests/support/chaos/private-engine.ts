import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Dockerode from 'dockerode'

/** A Docker engine of our own, to be stopped and started as one likes. */
export interface PrivateEngine {
  socketPath: string
  /** Stops it by the signal and starts it again. Resolves once it answers; gives the ms since it was stopped. */
  restart(signal: NodeJS.Signals): Promise<number>
  stop(): Promise<void>
}

/** Starts it in this folder. It shares nothing with the machine's own but the network, if that is not one's own too. */
export const startPrivateEngine = async (folder: string): Promise<PrivateEngine> => {
  mkdirSync(folder, { recursive: true })
  const socketPath = join(folder, 'docker.sock')
  const log = openSync(join(folder, 'dockerd.log'), 'a')
  let child: ChildProcess | null = null
  const answers = async (): Promise<boolean> =>
    new Dockerode({ socketPath, timeout: 2000 }).ping().then(
      () => true,
      () => false,
    )
  const start = async (): Promise<void> => {
    for (;;) {
      const args = ['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')]
      const own = spawn(
        'dockerd',
        [...args, '--pidfile', join(folder, 'pid'), '--host', `unix://${socketPath}`, '--bridge', 'none'],
        { stdio: ['ignore', log, log] },
      )
      child = own
      // After a SIGKILL the first start may end by itself, waiting for a containerd that is gone.
      while (own.exitCode === null) {
        if (await answers()) return
        await wait(50)
      }
    }
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const own = child
    if (!own || own.exitCode !== null) return
    own.kill(signal)
    await once(own, 'exit')
  }
  await start()
  return {
    socketPath,
    restart: async (signal) => {
      const from = performance.now()
      await end(signal)
      await start()
      return performance.now() - from
    },
    stop: async () => {
      await end('SIGTERM')
      // It leaves this one mounted.
      spawnSync('umount', [join(folder, 'exec/netns/default')])
    },
  }
}
