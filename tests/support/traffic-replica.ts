import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { WebSocketServer } from 'ws'

/** A stand-in for a replica: a process of its own on 127.0.0.1, so that it can be killed like one. */
export interface Replica {
  version: string
  port: number
  kill(): Promise<void>
}

export interface ReplicaBehaviour {
  /** Share of answers to `/` that are 500. */
  errors?: number
  /** Share of answers to `/` that break off half-way. */
  truncated?: number
}

const running = new Set<ChildProcess>()

export const startReplica = async (version: string, behaviour: ReplicaBehaviour = {}): Promise<Replica> => {
  const loader = new URL('../../node_modules/tsx/dist/loader.mjs', import.meta.url).href
  // The loader instead of tsx's own command: that is a parent, and killing it would leave the server.
  const child = spawn(
    process.execPath,
    ['--import', loader, fileURLToPath(import.meta.url), version, JSON.stringify(behaviour)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  running.add(child)
  const exited = once(child, 'exit')
  const [line]: unknown[] = await Promise.race([
    once(child.stdout, 'data'),
    exited.then(() => {
      throw new Error('The replica ended at once.')
    }),
  ])
  const kill = async () => {
    child.kill('SIGKILL')
    await exited
    running.delete(child)
  }
  return { version, port: Number(String(line)), kill }
}

/** Ends every replica that still runs. */
export const killReplicas = (): void => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
}

const serve = (version: string, behaviour: ReplicaBehaviour): void => {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const url = new URL(request.url ?? '/', 'http://replica')
    response.setHeader('x-version', version)
    if (url.pathname === '/headers') {
      response.end(JSON.stringify(request.headers))
    } else if (url.pathname === '/slow') {
      setTimeout(() => response.end('slow'), Number(url.searchParams.get('ms') ?? 2000))
    } else if (url.pathname === '/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      let sent = 0
      const timer = setInterval(() => {
        response.write(`data: ${++sent}\n\n`)
        if (sent < 5) return
        clearInterval(timer)
        response.end()
      }, 200)
    } else if (url.pathname === '/upload') {
      let bytes = 0
      request.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      request.on('end', () => response.end(String(bytes)))
    } else if (url.pathname === '/chunked-broken') {
      response.write('a'.repeat(100))
      setTimeout(() => response.destroy(), 20)
    } else if (url.pathname === '/no-head') {
      response.destroy()
    } else if (url.pathname !== '/health' && Math.random() < (behaviour.errors ?? 0)) {
      response.writeHead(500).end('error')
    } else if (url.pathname !== '/health' && Math.random() < (behaviour.truncated ?? 0)) {
      response.writeHead(200, { 'content-length': 1000 })
      response.write('a'.repeat(100))
      setTimeout(() => response.destroy(), 2)
    } else {
      request.resume()
      request.on('end', () => response.end(version))
    }
  }
  const server = createServer({ keepAliveTimeout: 30_000 }, answer)
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => socket.on('message', (message) => socket.send(`${version} ${String(message)}`)))
  server.listen(0, '127.0.0.1', () => {
    const address: AddressInfo | string | null = server.address()
    if (address !== null && typeof address === 'object') process.stdout.write(`${address.port}\n`)
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  serve(process.argv[2] ?? '', JSON.parse(process.argv[3] ?? '{}'))
}
