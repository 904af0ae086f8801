import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

export interface RawServer {
  port: number
  close(): Promise<void>
}

/** A server that does with each connection what a test wants, HTTP or not. */
export const startRawServer = async (
  onConnection: (socket: Socket) => void,
  host = '127.0.0.1',
): Promise<RawServer> => {
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => undefined)
    onConnection(socket)
  })
  server.listen(0, host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Says this as soon as the request has come, and then what `after` does. */
export const answering =
  (text: string, after: (socket: Socket) => void = (socket) => socket.end()) =>
  (socket: Socket): void => {
    socket.once('data', () => {
      socket.write(text)
      after(socket)
    })
  }
