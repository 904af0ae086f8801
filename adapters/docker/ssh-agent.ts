import { timingSafeEqual } from 'node:crypto'
import { Agent, type ClientRequestArgs } from 'node:http'
import type { Duplex } from 'node:stream'
import { Client } from 'ssh2'
import type { HostEndpoint } from '@/core/ports/host-target'

const remoteSocket = '/var/run/docker.sock'

type SshEndpoint = Extract<HostEndpoint, { type: 'ssh' }>

/**
 * HTTP to a Docker socket through one SSH connection: each request gets a channel forwarded to the socket, so nothing
 * is ever run on the remote side, no shell and no docker command. A server with another key than the pinned one is
 * refused.
 */
export const sshAgent = (endpoint: SshEndpoint, timeoutMs: number): Agent => {
  const agent = new Agent({ keepAlive: true })
  let connection: Promise<Client> | null = null

  const connected = (): Promise<Client> => {
    connection ??= open(endpoint, timeoutMs, () => {
      connection = null
    })
    return connection
  }
  const forward = async (): Promise<Duplex> => {
    const client = await connected()
    return new Promise((resolve, reject) => {
      client.openssh_forwardOutStreamLocal(remoteSocket, (error, channel) => {
        if (error) reject(error)
        else resolve(socketLike(channel))
      })
    })
  }
  const createConnection = (
    _options: ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined => {
    forward().then(
      (stream) => callback?.(null, stream),
      (error: Error) => callback?.(error, undefined as never),
    )
  }
  return Object.assign(agent, { createConnection })
}

const open = (endpoint: SshEndpoint, timeoutMs: number, onEnd: () => void): Promise<Client> =>
  new Promise((resolve, reject) => {
    const client = new Client()
    client.on('ready', () => resolve(client))
    client.on('error', (error) => {
      onEnd()
      reject(error)
    })
    client.on('close', () => {
      onEnd()
      reject(new Error('the SSH connection was closed'))
    })
    client.connect({
      host: endpoint.host,
      port: endpoint.port,
      username: endpoint.username,
      privateKey: endpoint.privateKey,
      readyTimeout: timeoutMs,
      keepaliveInterval: 15_000,
      hostVerifier: (key: Buffer) => isPinned(key, endpoint.hostKey),
    })
  })

/** `hostKey` is a line as ssh-keyscan prints it, with or without the host name in front. */
const isPinned = (key: Buffer, hostKey: string): boolean => {
  const encoded = hostKey.split(/\s+/).find((part) => part.startsWith('AAAA'))
  const pinned = Buffer.from(encoded ?? '', 'base64')
  return pinned.length === key.length && timingSafeEqual(pinned, key)
}

/** Node's HTTP client sets these on its sockets; an SSH channel has no such timers. */
const socketLike = (channel: Duplex): Duplex =>
  Object.assign(channel, {
    setKeepAlive: () => channel,
    setNoDelay: () => channel,
    setTimeout: () => channel,
    ref: () => channel,
    unref: () => channel,
  })
