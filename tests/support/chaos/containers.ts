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
