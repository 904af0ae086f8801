import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Page {
  port: number
  /** Its address under a name of its own. */
  url(name?: string): string
  /** What it answers from now on: a status, or nothing until it is told to. */
  answers: number | 'nothing'
  /** What was asked, in order. */
  asked: string[]
  /** How many wait for their answer, now and at most so far. */
  waiting(): number
  mostWaiting(): number
  /** Resolves as soon as so many wait. */
  untilWaiting(count: number): Promise<void>
  /** Resolves as soon as so many have asked. */
  untilAsked(count: number): Promise<void>
  /** Answers the first so many that wait. */
  release(count: number, status?: number): void
  close(): Promise<void>
}

/** A page on this machine that does what a test says. */
export const startPage = async (): Promise<Page> => {
  const held: ServerResponse[] = []
  const watchers = new Set<() => void>()
  let most = 0
  const server = createServer((request, response) => {
    page.asked.push(`${request.headers.host?.split(':')[0]}${request.url}`)
    if (page.answers !== 'nothing') response.writeHead(page.answers).end()
    else hold(response)
    for (const look of watchers) look()
  })
  const hold = (response: ServerResponse): void => {
    held.push(response)
    most = Math.max(most, held.length)
    response.on('close', () => {
      const index = held.indexOf(response)
      if (index !== -1) held.splice(index, 1)
    })
  }
  const until = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!isSo()) return
        watchers.delete(look)
        resolve()
      }
      watchers.add(look)
      look()
    })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const page: Page = {
    port,
    url: (name = 'shop.example') => `http://${name}:${port}/`,
    answers: 200,
    asked: [],
    waiting: () => held.length,
    mostWaiting: () => most,
    untilWaiting: (count) => until(() => held.length >= count),
    untilAsked: (count) => until(() => page.asked.length >= count),
    release: (count, status = 200) => {
      for (const response of held.splice(0, count)) response.writeHead(status).end()
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return page
}
