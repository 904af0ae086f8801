import { setTimeout as wait } from 'node:timers/promises'
import type Dockerode from 'dockerode'
import { EngineError, type TeamNetwork } from '@/core/ports/containers'
import { asking, engineError, orNull, statusOf } from './errors'
import { type Block, freeBlocks, teamNetwork } from './subnets'

/** How long another caller may take from reserving a block to showing its network. */
const makingTakesMs = 3000
const lookAgainMs = 50

const networkName = (instanceId: string, teamKey: string): string => `gapless-${instanceId}-${teamKey}`

/** Every network of this name; asking by name would fail when there are two. Throws not_ours for a foreign one. */
const networksNamed = async (docker: Dockerode, instanceId: string, name: string) => {
  const similar = await asking(() => docker.listNetworks({ filters: { name: [name] } }))
  const same = similar.filter((network) => network.Name === name)
  if (same.some((network) => network.Labels?.['gapless.instance'] !== instanceId)) {
    throw new EngineError('not_ours', `there is a network named ${name} that is not ours; rename or remove it`)
  }
  return same
}

const usersOf = async (docker: Dockerode, id: string): Promise<number> => {
  const info = await orNull(() => docker.getNetwork(id).inspect())
  return Object.keys(info?.Containers ?? {}).length
}

/** Gone already, or just taken into use: both are as good. */
const removeUnused = (docker: Dockerode, id: string): Promise<void> =>
  asking(async () => {
    await docker
      .getNetwork(id)
      .remove()
      .catch((error: unknown) => {
        if (statusOf(error) !== 404 && statusOf(error) !== 403) throw error
      })
  })

/**
 * The network of this name. Where two callers made one each, all keep the same: the one in use, else the older; the
 * others are removed, for Docker refuses to work with a name that stands for two.
 */
const findNetwork = async (docker: Dockerode, instanceId: string, name: string): Promise<TeamNetwork | null> => {
  const found = await networksNamed(docker, instanceId, name)
  const ranked =
    found.length < 2
      ? found.map((network) => ({ network, users: 0 }))
      : await Promise.all(found.map(async (network) => ({ network, users: await usersOf(docker, network.Id) })))
  const [kept, ...others] = ranked.sort(
    (one, other) =>
      Number(other.users > 0) - Number(one.users > 0) ||
      Date.parse(one.network.Created) - Date.parse(other.network.Created) ||
      one.network.Id.localeCompare(other.network.Id),
  )
  for (const other of others) await removeUnused(docker, other.network.Id)
  return kept ? teamNetwork(name, kept.network.IPAM?.Config?.[0]?.Subnet ?? '') : null
}

/**
 * A block was refused as taken. Two callers for one team choose the same block, so the network may be on its way: waits
 * until it, or the block's other owner, can be seen.
 */
const madeMeanwhile = async (docker: Dockerode, instanceId: string, name: string, block: Block) => {
  for (const end = performance.now() + makingTakesMs; performance.now() < end; await wait(lookAgainMs)) {
    const made = await findNetwork(docker, instanceId, name)
    if (made) return made
    const networks = await asking(() => docker.listNetworks())
    if (!freeBlocks(networks).some(({ subnet }) => subnet === block.subnet)) return null
  }
  return null
}

/** Finds or makes the team's network; two callers at once end up with the same one. */
export const ensureNetwork = async (docker: Dockerode, instanceId: string, teamKey: string): Promise<TeamNetwork> => {
  const name = networkName(instanceId, teamKey)
  const known = await findNetwork(docker, instanceId, name)
  if (known) return known
  for (const block of freeBlocks(await asking(() => docker.listNetworks()))) {
    try {
      await docker.createNetwork({
        Name: name,
        Driver: 'bridge',
        CheckDuplicate: true,
        Labels: { 'gapless.instance': instanceId },
        IPAM: { Config: [{ Subnet: block.subnet, IPRange: block.ipRange }] },
      })
    } catch (error) {
      const taken = /overlap|conflict|already in use|failed to allocate/i.test(String(error))
      if (!taken && statusOf(error) !== 409) throw engineError(error)
      const made = await madeMeanwhile(docker, instanceId, name, block)
      if (made) return made
      continue
    }
    const made = await findNetwork(docker, instanceId, name)
    if (made) return made
  }
  throw new EngineError('no_free_subnet', 'No private address block is free for a network.')
}

/** Removes it unless a container is attached. */
export const removeNetwork = async (docker: Dockerode, instanceId: string, teamKey: string): Promise<void> => {
  const found = await networksNamed(docker, instanceId, networkName(instanceId, teamKey))
  for (const network of found) {
    if ((await usersOf(docker, network.Id)) === 0) await removeUnused(docker, network.Id)
  }
}
