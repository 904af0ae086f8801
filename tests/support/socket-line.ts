import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { event } from './event'

/** A socket that leads to another one, and can be cut. */
export interface SocketLine {
  path: string
  /** Resolves when an answer has begun on a connection on which this was asked. */
  answered(asked: string): Promise<void>
  /** Breaks every connection off. */
  cut(): void
  close(): Promise<void>
}

export const openLine = async (to: string): Promise<SocketLine> => {
  const folder = mkdtempSync(join(tmpdir(), 'gapless-line-'))
  const path = join(folder, 'line.sock')
  const sockets = new Set<Socket>()
  const awaited = new Map<string, ReturnType<typeof event>>()
  const server = createServer((near) => {
    const far = connect(to)
    let asked = ''
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    }
    near.on('data', (chunk: Buffer) => {
      asked += chunk.toString('latin1')
    })
    far.on('data', () => {
      for (const [text, happened] of awaited) if (asked.includes(text)) happened.happen()
    })
    near.pipe(far).pipe(near)
  })
  server.listen(path)
  await once(server, 'listening')
  return {
    path,
    answered: (text) => {
      const happened = awaited.get(text) ?? event()
      awaited.set(text, happened)
      return happened.happened
    },
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
