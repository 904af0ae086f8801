import type Dockerode from 'dockerode'
import ipaddr from 'ipaddr.js'
import { EngineError, type TeamNetwork } from '@/core/ports/containers'
import { asking, orNull, statusOf } from './errors'

/**
 * Team networks are /22 blocks of 10.192.0.0/10 and then of 172.16.0.0/12: large enough for 500 replicas, in a corner
 * that few private networks use. The lower half is ours to hand out, Docker takes dynamic addresses from the upper one,
 * so a container that Docker restarts never finds its address taken.
 */
const blocks: readonly { base: number; count: number }[] = [
  { base: toNumber('10.192.0.0'), count: 4096 },
  { base: toNumber('172.24.0.0'), count: 512 },
]
const blockSize = 1024

function toNumber(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

const toAddress = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.')

interface Range {
  first: number
  last: number
}

const rangeOf = (cidr: string): Range | null => {
  if (!cidr.includes('.')) return null
  const [address, bits] = ipaddr.IPv4.parseCIDR(cidr)
  const size = 2 ** (32 - bits)
  const first = Math.floor(toNumber(address.toString()) / size) * size
  return { first, last: first + size - 1 }
}

const teamNetwork = (name: string, subnet: string): TeamNetwork => {
  const range = rangeOf(subnet)
  if (!range) throw new EngineError('engine_error', `the network ${name} has no IPv4 subnet`)
  return {
    name,
    subnet,
    // The first address is the bridge's own.
    staticFirst: toAddress(range.first + 2),
    staticLast: toAddress(range.first + blockSize / 2 - 1),
  }
}

const networkName = (instanceId: string, teamKey: string): string => `gapless-${instanceId}-${teamKey}`

const findNetwork = async (docker: Dockerode, instanceId: string, name: string): Promise<TeamNetwork | null> => {
  const info = await orNull(() => docker.getNetwork(name).inspect())
  if (!info) return null
  if (info.Labels?.['gapless.instance'] !== instanceId) {
    throw new EngineError('not_ours', `there is a network named ${name} that is not ours; rename or remove it`)
  }
  const subnet = info.IPAM?.Config?.[0]?.Subnet
  return teamNetwork(name, subnet ?? '')
}

/** Finds or makes the team's network; two callers at once end up with the same one. */
export const ensureNetwork = async (docker: Dockerode, instanceId: string, teamKey: string): Promise<TeamNetwork> => {
  const name = networkName(instanceId, teamKey)
  const known = await findNetwork(docker, instanceId, name)
  if (known) return known
  for (const subnet of await freeSubnets(docker)) {
    try {
      await docker.createNetwork({
        Name: name,
        Driver: 'bridge',
        CheckDuplicate: true,
        Labels: { 'gapless.instance': instanceId },
        IPAM: { Config: [{ Subnet: toCidr(subnet), IPRange: `${toAddress(subnet + blockSize / 2)}/23` }] },
      })
    } catch (error) {
      const made = statusOf(error) === 409 ? await findNetwork(docker, instanceId, name) : null
      if (made) return made
      // Something outside Docker's view has this block, or another instance was quicker: take the next.
      if (/overlap|conflict|already in use|failed to allocate/i.test(String(error))) continue
      throw await asking(() => Promise.reject(error)).catch((mapped: unknown) => mapped)
    }
    const made = await findNetwork(docker, instanceId, name)
    if (made) return made
  }
  throw new EngineError('no_free_subnet', 'No private address block is free for a network.')
}

const toCidr = (first: number): string => `${toAddress(first)}/22`

const freeSubnets = async (docker: Dockerode): Promise<number[]> => {
  const networks = await asking(() => docker.listNetworks())
  const taken = networks
    .flatMap((network) => network.IPAM?.Config ?? [])
    .flatMap((config) => (config.Subnet ? (rangeOf(config.Subnet) ?? []) : []))
  return blocks
    .flatMap((block) => Array.from({ length: block.count }, (_, index) => block.base + index * blockSize))
    .filter((first) => !taken.some((range) => first <= range.last && first + blockSize - 1 >= range.first))
    .slice(0, 50)
}

export const removeNetwork = async (docker: Dockerode, instanceId: string, teamKey: string): Promise<void> => {
  const name = networkName(instanceId, teamKey)
  if (!(await findNetwork(docker, instanceId, name))) return
  const info = await orNull(() => docker.getNetwork(name).inspect())
  if (info && Object.keys(info.Containers ?? {}).length === 0) await orNull(() => docker.getNetwork(name).remove())
}
