import { createHash } from 'node:crypto'
import Dockerode from 'dockerode'
import type { HostTarget } from '@/core/ports/host-target'
import { CheckedAgent, findAddresses, type Reach } from './checked-addresses'
import { sshAgent } from './ssh-agent'
import { withWholeAnswers } from './whole-answers'

/** A server that has not let us in by then counts as unreachable. */
const connectTimeoutMs = 10_000

type Reached = Pick<HostTarget, 'id' | 'endpoint' | 'anyAddress'>

/**
 * Docker clients by endpoint, so that connections are reused. Returns the factory; a changed endpoint gets a new client.
 * Names that are not the operator's are looked up and judged at each connection: they may lead elsewhere by then.
 */
export const createDockerClients = (reach: Reach): ((host: Reached) => Dockerode) => {
  const clients = new Map<string, Dockerode>()
  return (host) => {
    const key = createHash('sha256')
      .update(JSON.stringify([host.id, host.endpoint, host.anyAddress]))
      .digest('hex')
    const known = clients.get(key)
    if (known) return known
    const client = withWholeAnswers(connect(host, reach))
    clients.set(key, client)
    return client
  }
}

const connect = ({ endpoint, anyAddress }: Reached, reach: Reach): Dockerode => {
  const find = endpoint.type === 'socket' || anyAddress ? null : findAddresses(reach, endpoint.host)
  switch (endpoint.type) {
    case 'socket':
      // An empty host and a protocol of our own, or else dockerode would follow DOCKER_HOST to another engine.
      return new Dockerode({ socketPath: endpoint.path, host: '', protocol: 'http' })
    // docker-modem hands `agent` on to every request; the published types leave it out.
    case 'tcp': {
      const { host, port, tls } = endpoint
      const options = {
        protocol: 'https',
        host,
        port,
        ...tls,
        ...(find ? { agent: new CheckedAgent(find) } : {}),
      } as const
      return new Dockerode(options)
    }
    case 'ssh': {
      const options = {
        protocol: 'http',
        host: 'docker',
        port: 80,
        agent: sshAgent(endpoint, connectTimeoutMs, find),
      } as const
      return new Dockerode(options)
    }
  }
}
