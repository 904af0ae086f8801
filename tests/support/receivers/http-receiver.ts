import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received {
  headers: IncomingHttpHeaders
  body: string
  path: string
  at: number
}

interface Answer {
  status: number
  headers?: Record<string, string>
  body?: string
}

export interface HttpReceiver {
  url: string
  port: number
  /** All that came, in order. */
  received: Received[]
  /** Resolves as soon as so many have come. */
  until(count: number): Promise<void>
  close(): Promise<void>
}

/** A local HTTP server that keeps what it gets and answers as it is told. `port` 0: any. */
export const startHttpReceiver = async (
  answer: (received: Received) => Answer | Promise<Answer>,
  port = 0,
): Promise<HttpReceiver> => {
  const received: Received[] = []
  const waiting = new Set<() => void>()
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', async () => {
      const one = { headers: request.headers, body, path: request.url ?? '', at: Date.now() }
      const { status, headers = {}, body: text = '' } = await answer(one)
      received.push(one)
      response.writeHead(status, headers).end(text)
      for (const look of waiting) look()
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    received,
    until: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (received.length < count) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
