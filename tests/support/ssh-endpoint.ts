import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import ssh2 from 'ssh2'
import type { TestEndpoint } from './docker-endpoints'

const dockerSocket = '/var/run/docker.sock'

/** The engine behind an SSH server. */
export interface SshEndpoint extends TestEndpoint<'ssh'> {
  /** The server's other key, of another kind than the pinned one. */
  otherHostKey: string
  /** Breaks off every connection, as a network does. */
  breakOff(): void
}

interface Key {
  private: string
  /** As in `~/.ssh/*.pub`. */
  public: string
}

const keyOf = (privateText: string): Key => {
  const [key] = [ssh2.utils.parseKey(privateText)].flat()
  if (!key || key instanceof Error) throw key ?? new Error('the new key cannot be read back')
  return { private: privateText, public: `${key.type} ${key.getPublicSSH().toString('base64')}` }
}
const rsaKey = (): Key =>
  keyOf(
    generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
  )
const ed25519Key = (): Key => keyOf(ssh2.utils.generateKeyPairSync('ed25519').private)

/**
 * An SSH server with a host key of two kinds that lets one user's key in and forwards to the engine's socket, and does
 * nothing else: a shell or a command is refused.
 */
export async function sshEndpoint(): Promise<SshEndpoint> {
  const [hostKey, otherHostKey, user] = [ed25519Key(), rsaKey(), ed25519Key()]
  const clients = new Set<ssh2.Connection>()
  const sockets = new Set<{ destroy(): void }>()
  let accepted = 0
  const server = new ssh2.Server({ hostKeys: [hostKey.private, otherHostKey.private] }, (client) => {
    clients.add(client)
    client.on('close', () => clients.delete(client))
    client.on('error', () => {})
    client.on('authentication', (login) => {
      const known = login.method === 'publickey' && user.public.endsWith(login.key.data.toString('base64'))
      if (known && login.username === 'deployer') login.accept()
      else login.reject()
    })
    client.on('ready', () => {
      accepted += 1
    })
    client.on('openssh.streamlocal', (accept, reject, { socketPath }) => {
      if (socketPath !== dockerSocket) return reject()
      const engine = connect(dockerSocket)
      const channel = accept()
      channel.pipe(engine).pipe(channel)
      channel.on('error', () => engine.destroy())
      channel.on('close', () => engine.destroy())
      engine.on('error', () => channel.close())
      sockets.add(engine)
      engine.on('close', () => sockets.delete(engine))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const breakOff = () => {
    for (const client of clients) client.end()
    for (const socket of sockets) socket.destroy()
  }
  return {
    endpoint: {
      type: 'ssh',
      host: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
      username: 'deployer',
      privateKey: user.private,
      hostKey: hostKey.public,
    },
    otherHostKey: otherHostKey.public,
    accepted: () => accepted,
    breakOff,
    async stop() {
      breakOff()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
