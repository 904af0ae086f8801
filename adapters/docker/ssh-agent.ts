import { timingSafeEqual } from 'node:crypto'
import { Agent, type ClientRequestArgs } from 'node:http'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { Client, type ServerHostKeyAlgorithm } from 'ssh2'
import type { HostEndpoint } from '@/core/ports/host-target'
import type { FindAddresses } from './checked-addresses'

const remoteSocket = '/var/run/docker.sock'

type SshEndpoint = Extract<HostEndpoint, { type: 'ssh' }>

/**
 * HTTP to a Docker socket through one SSH connection: each request gets a channel forwarded to the socket, so nothing
 * is ever run on the remote side, no shell and no docker command. A server with another key than the pinned one is
 * refused. With `find` it is connected to where that leads.
 */
export const sshAgent = (endpoint: SshEndpoint, timeoutMs: number, find: FindAddresses | null): Agent => {
  const agent = new Agent({ keepAlive: true })
  let connection: Promise<Client> | null = null

  const connected = (): Promise<Client> => {
    if (connection) return connection
    const opened = open(endpoint, timeoutMs, find)
    connection = opened
    // Only itself: another may have taken its place when the last of this one is heard.
    const forget = () => {
      if (connection === opened) connection = null
    }
    opened.then((client) => client.on('error', forget).on('close', forget), forget)
    return opened
  }
  const forward = async (): Promise<Duplex> => {
    const client = await connected()
    return new Promise((resolve, reject) => {
      client.openssh_forwardOutStreamLocal(remoteSocket, (error, channel) => {
        if (error) reject(Object.assign(error, { code: 'ECONNRESET' }))
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

const open = async (endpoint: SshEndpoint, timeoutMs: number, find: FindAddresses | null): Promise<Client> => {
  const { host, port } = endpoint
  // A socket on its way is waited for.
  const way = find ? { sock: connect({ host, port, lookup: await find() }) } : { host, port }
  return new Promise((resolve, reject) => {
    const client = new Client()
    client.on('ready', () => resolve(client))
    client.on('error', (error) => {
      // ssh2 often gives no code, and whatever ends a connection is to be told from what the engine says.
      reject(Object.assign(error, { code: 'code' in error ? error.code : 'ECONNRESET' }))
    })
    client.on('close', () => {
      reject(Object.assign(new Error('the SSH connection was closed'), { code: 'ECONNRESET' }))
    })
    const pinned = keyIn(endpoint.hostKey)
    client.connect({
      ...way,
      username: endpoint.username,
      privateKey: endpoint.privateKey,
      readyTimeout: timeoutMs,
      keepaliveInterval: 15_000,
      algorithms: { serverHostKey: signaturesOf(pinned) },
      hostVerifier: (key: Buffer) => pinned.length === key.length && timingSafeEqual(pinned, key),
    })
  })
}

/** The key in a line as ssh-keyscan prints it, with or without the host name in front. */
const keyIn = (hostKey: string): Buffer =>
  Buffer.from(hostKey.split(/\s+/).find((part) => part.startsWith('AAAA')) ?? '', 'base64')

const rsaSignatures: ServerHostKeyAlgorithm[] = ['rsa-sha2-512', 'rsa-sha2-256']
const otherSignatures: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
]

/** A server has a key of each kind and shows the one that is asked for, so the pinned one's kind has to be. */
const signaturesOf = (key: Buffer): ServerHostKeyAlgorithm[] => {
  // A key begins with its kind, after the length of that.
  const kind = key.length < 4 ? '' : key.toString('latin1', 4, 4 + key.readUInt32BE(0))
  return otherSignatures.filter((signature) => signature === kind).concat(kind === 'ssh-rsa' ? rsaSignatures : [])
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
