import { createHash } from 'node:crypto'
import Dockerode from 'dockerode'
import type { HostEndpoint, HostTarget } from '@/core/ports/host-target'
import { sshAgent } from './ssh-agent'
import { withWholeAnswers } from './whole-answers'

/** A server that has not let us in by then counts as unreachable. */
const connectTimeoutMs = 10_000

/**
 * Docker clients by endpoint, so that connections are reused. Returns the factory; a changed endpoint gets a new client.
 */
export const createDockerClients = (): ((host: Pick<HostTarget, 'id' | 'endpoint'>) => Dockerode) => {
  const clients = new Map<string, Dockerode>()
  return (host) => {
    const key = createHash('sha256')
      .update(JSON.stringify([host.id, host.endpoint]))
      .digest('hex')
    const known = clients.get(key)
    if (known) return known
    const client = withWholeAnswers(connect(host.endpoint))
    clients.set(key, client)
    return client
  }
}

const connect = (endpoint: HostEndpoint): Dockerode => {
  switch (endpoint.type) {
    case 'socket':
      // An empty host and a protocol of our own, or else dockerode would follow DOCKER_HOST to another engine.
      return new Dockerode({ socketPath: endpoint.path, host: '', protocol: 'http' })
    case 'tcp':
      return new Dockerode({ protocol: 'https', host: endpoint.host, port: endpoint.port, ...endpoint.tls })
    case 'ssh': {
      // docker-modem hands `agent` on to every request; the published types leave it out.
      const options = {
        protocol: 'http',
        host: 'docker',
        port: 80,
        agent: sshAgent(endpoint, connectTimeoutMs),
      } as const
      return new Dockerode(options)
    }
  }
}
