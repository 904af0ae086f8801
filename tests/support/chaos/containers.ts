import type { ChaosInstance } from './instance'

/** The first process of a container that runs; null where it does not. */
export const pidOfContainer = async ({ engine }: ChaosInstance, name: string): Promise<number | null> => {
  const found = await engine.docker
    .getContainer(name)
    .inspect()
    .catch(() => null) // Removed meanwhile.
  return found?.State.Running ? found.State.Pid : null
}

export const proxiesOf = ({ id }: ChaosInstance): readonly [string, string] => [
  `gapless-${id}-proxy-a`,
  `gapless-${id}-proxy-b`,
]

/** The first processes of all containers of the instance that run. */
export const runningPids = async (instance: ChaosInstance): Promise<number[]> => {
  const filters = { label: [`gapless.instance=${instance.id}`], status: ['running'] }
  const containers = await instance.engine.docker.listContainers({ filters })
  const pids = await Promise.all(containers.map(({ Id }) => pidOfContainer(instance, Id)))
  return pids.filter((pid) => pid !== null)
}
