import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, type Server as NetServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { promisify } from 'node:util'
import type { HostEndpoint } from '@/core/ports/host-target'

const run = promisify(execFile)
const dockerSocket = '/var/run/docker.sock'

/** A way to the machine's engine other than its socket. */
export interface TestEndpoint<Type extends HostEndpoint['type']> {
  endpoint: Extract<HostEndpoint, { type: Type }>
  /** Connections that were let in so far. */
  accepted(): number
  stop(): Promise<void>
}

const listen = async (server: NetServer): Promise<number> => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** A certificate authority with a server and a client certificate, in memory; made with openssl. */
async function certificates() {
  const folder = await mkdtemp(join(tmpdir(), 'gapless-tls-'))
  const at = (name: string) => join(folder, name)
  const newKey = ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  try {
    await run('openssl', [...newKey, '-x509', '-subj', '/CN=test-ca', '-keyout', at('ca.key'), '-out', at('ca.pem')])
    await writeFile(at('extensions'), 'subjectAltName=IP:127.0.0.1')
    for (const name of ['server', 'client']) {
      await run('openssl', [...newKey, '-subj', `/CN=${name}`, '-keyout', at(`${name}.key`), '-out', at(`${name}.csr`)])
      const signing = ['x509', '-req', '-in', at(`${name}.csr`), '-CA', at('ca.pem'), '-CAkey', at('ca.key')]
      await run('openssl', [...signing, '-CAcreateserial', '-extfile', at('extensions'), '-out', at(`${name}.pem`)])
    }
    const read = (name: string) => readFile(at(name), 'utf8')
    return {
      ca: await read('ca.pem'),
      server: { cert: await read('server.pem'), key: await read('server.key') },
      client: { cert: await read('client.pem'), key: await read('client.key') },
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The engine behind TLS that asks for a client certificate, as dockerd does with --tlsverify. */
export async function tlsEndpoint(): Promise<TestEndpoint<'tcp'>> {
  const { ca, server, client } = await certificates()
  const open = new Set<{ destroy(): void }>()
  let accepted = 0
  const proxy = createTlsServer({ ...server, ca, requestCert: true, rejectUnauthorized: true }, (socket) => {
    accepted += 1
    const engine = connect(dockerSocket)
    for (const one of [socket, engine]) {
      open.add(one)
      one.on('error', () => {})
      one.on('close', () => open.delete(one))
    }
    socket.pipe(engine).pipe(socket)
  })
  const port = await listen(proxy)
  return {
    endpoint: { type: 'tcp', host: '127.0.0.1', port, tls: { ca, ...client } },
    accepted: () => accepted,
    async stop() {
      for (const one of open) one.destroy()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
