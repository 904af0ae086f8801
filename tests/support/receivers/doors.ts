import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Door {
  port: number
  /** Connections that were made to it. */
  connections(): number
  close(): Promise<void>
}

/** A server on this machine that counts who comes, whether or not anything is asked. `port` 0: any. */
export const openDoor = async (address: string, port = 0, answer: RequestListener = answerOk): Promise<Door> => {
  let connections = 0
  const server = createServer(answer)
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject)
    server.listen(port, address, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const answerOk: RequestListener = (_, response) => {
  response.writeHead(200).end('ok')
}
