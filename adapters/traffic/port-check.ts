import type Dockerode from 'dockerode'
import type { HostTarget } from '@/core/ports/host-target'
import { TrafficError } from '@/core/ports/traffic'
import { instanceLabel, portLabel, roleLabel, securePortLabel } from './owned'

const portInUse = (port: number, by: string): TrafficError =>
  new TrafficError('port_in_use', `Port ${port} is in use by ${by}. Free it, or choose another port for the proxy.`)

/**
 * Proxies share their port among themselves, so the kernel would let those of two instances share one too, each
 * getting part of the other's users. Throws `port_in_use` if another instance's proxy has one of these ports.
 */
export const refuseSharedPorts = async (
  docker: Dockerode,
  host: HostTarget,
  ports: readonly number[],
): Promise<void> => {
  const proxies = await docker.listContainers({ filters: { label: [`${roleLabel}=proxy`] } })
  for (const { Labels } of proxies.filter((proxy) => proxy.Labels[instanceLabel] !== host.instanceId)) {
    const taken = [portLabel, securePortLabel].map((label) => Number(Labels[label]))
    const shared = ports.find((port) => taken.includes(port))
    if (shared !== undefined) throw portInUse(shared, 'the proxy of another instance')
  }
}

/** Docker puts eight bytes before each piece of a log; the last four say how long it is. */
const textOf = (raw: Buffer): string => {
  const pieces: string[] = []
  for (let at = 0; at + 8 <= raw.length; ) {
    const end = at + 8 + raw.readUInt32BE(at + 4)
    pieces.push(raw.toString('utf8', at + 8, end))
    at = end
  }
  return pieces.join('').replaceAll(/[^\x20-\x7e\n]/g, '')
}

/**
 * The proxy's own words in its last log lines, turned into what is wrong. Null where it has no configuration: it is to be
 * made anew. That has been seen once of one that had been given its own before its start.
 */
export const startFailure = async (docker: Dockerode, id: string): Promise<TrafficError | null> => {
  const said = textOf(await docker.getContainer(id).logs({ stdout: true, stderr: true, tail: 20 }))
  if (said.includes('there is no configuration')) return null
  const [, port] = /cannot bind socket.*?:(\d+)\]/i.exec(said) ?? []
  if (port !== undefined) return portInUse(Number(port), 'another program')
  return new TrafficError('proxy_unavailable', `The proxy does not start. Its last words: ${said.slice(-600)}`)
}
