import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { testDocker } from './docker'

/** Where containerd keeps a folder for each task of Docker's: as a process of the engine, and as a service. */
const folders = ['/var/run/docker/containerd/daemon', '/run/containerd'].map((root) =>
  join(root, 'io.containerd.runtime.v2.task/moby'),
)

/**
 * Stops a container, if it runs, and leaves of it what an engine leaves that dies in the wrong moment: it can never be started again.
 * Returns what removes that.
 */
export const leaveOver = async (name: string, { runs = true } = {}): Promise<() => void> => {
  const container = testDocker().getContainer(name)
  const { Id } = await container.inspect()
  const folder = folders.map((one) => join(one, Id)).find((one) => existsSync(runs ? one : dirname(one)))
  if (folder === undefined) throw new Error(`containerd keeps no folder for ${name} where it is known to`)
  if (runs) await container.stop({ t: 0 })
  mkdirSync(folder)
  return () => rmSync(folder, { recursive: true, force: true })
}
