import type Dockerode from 'dockerode'
import ipaddr from 'ipaddr.js'
import { EngineError, type TeamNetwork } from '@/core/ports/containers'

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

/** What the port says of a network with this subnet. Throws engine_error if the subnet is not an IPv4 one. */
export const teamNetwork = (name: string, subnet: string): TeamNetwork => {
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

/** A block as Docker takes it: the whole, and the half that dynamic addresses come from. */
export interface Block {
  subnet: string
  ipRange: string
}

/** Up to 50 blocks that overlap with none of these networks; the same networks always give the same ones. */
export const freeBlocks = (networks: readonly Pick<Dockerode.NetworkInspectInfo, 'IPAM'>[]): Block[] => {
  const taken = networks
    .flatMap((network) => network.IPAM?.Config ?? [])
    .flatMap((config) => (config.Subnet ? (rangeOf(config.Subnet) ?? []) : []))
  return blocks
    .flatMap((block) => Array.from({ length: block.count }, (_, index) => block.base + index * blockSize))
    .filter((first) => !taken.some((range) => first <= range.last && first + blockSize - 1 >= range.first))
    .slice(0, 50)
    .map((first) => ({ subnet: `${toAddress(first)}/22`, ipRange: `${toAddress(first + blockSize / 2)}/23` }))
}
