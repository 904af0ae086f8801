import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * What the monitors of the bench ask: a process of its own that listens on so many loopback addresses, all at one port. Of
 * each twenty addresses one answers after 500 ms, one answers 500 and one never. Writes its port and stays until its
 * parent is gone.
 */
export const addressOf = (index: number): string => `127.7.${Math.floor(index / 250)}.${(index % 250) + 1}`
export const allowedRange = '127.7.0.0/16'

const kinds = ['slow', 'failing', 'hanging'] as const
const kindOf = (index: number): (typeof kinds)[number] | 'fast' => kinds[index % 20] ?? 'fast'

const serve = (index: number, port: number): Promise<Server> => {
  const server = createServer((_, response) => {
    switch (kindOf(index)) {
      case 'fast':
        return void response.end('Welcome')
      case 'slow':
        return void setTimeout(() => response.end('Welcome'), 500)
      case 'failing':
        return void response.writeHead(500).end('no')
      case 'hanging':
        return
    }
  })
  return new Promise((resolve) => server.listen(port, addressOf(index), 1024, () => resolve(server)))
}

if (process.send) {
  const first = await serve(0, 0)
  const { port } = first.address() as AddressInfo
  const count = Number(process.argv[2])
  for (let index = 1; index < count; index += 1) await serve(index, port)
  process.on('disconnect', () => process.exit(0))
  process.send({ port })
}
