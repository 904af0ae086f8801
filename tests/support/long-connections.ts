import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import WebSocket from 'ws'

/** Where an app of a test is reached. */
export interface Way {
  port: number
  /** Host header. */
  host: string
}

/** How a connection ended, as its client saw it. */
export interface Ending {
  /** Milliseconds since the epoch. */
  at: number
  /** The close frame's code, 1006 where none came. */
  code: number
  /** Such as ECONNRESET; null for an orderly end. */
  error: string | null
}

/** A WebSocket to the sample app's echo. */
export interface EchoSocket {
  isOpen(): boolean
  /** Resolves once the message has come back; rejects when the connection ends before. */
  echo(message: string): Promise<void>
  close(): Promise<Ending>
  ended: Promise<Ending>
}

const openSocket = async ({ port, host }: Way): Promise<EchoSocket> => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { host } })
  let error: string | null = null
  socket.on('error', (thrown) => {
    error = 'code' in thrown ? String(thrown.code) : thrown.message
  })
  const ended = new Promise<Ending>((resolve) => {
    socket.on('close', (code) => resolve({ at: Date.now(), code, error }))
  })
  await once(socket, 'open')
  return {
    isOpen: () => socket.readyState === WebSocket.OPEN,
    echo: async (message) => {
      const answer = once(socket, 'message')
      socket.send(message)
      const early = ended.then(({ code }) => Promise.reject(new Error(`it ended with ${code}`)))
      const [data] = await Promise.race([answer, early])
      if (String(data) !== message) throw new Error(`${message} came back as ${data}`)
    },
    close: () => {
      socket.close(1000)
      return ended
    },
    ended,
  }
}

export const openSockets = (way: Way, count: number): Promise<EchoSocket[]> =>
  Promise.all(Array.from({ length: count }, () => openSocket(way)))

/**
 * Has all of them echo, round after round, until one ends. Resolves with when the rounds ended that everybody's message
 * came back in, in milliseconds since the epoch.
 */
export const talk = async (sockets: readonly EchoSocket[]): Promise<number[]> => {
  const rounds: number[] = []
  while (sockets.every((socket) => socket.isOpen())) {
    const answered = await Promise.allSettled(sockets.map((socket) => socket.echo(randomBytes(8).toString('hex'))))
    if (answered.every((one) => one.status === 'fulfilled')) rounds.push(Date.now())
    await wait(100)
  }
  return rounds
}

export interface EventStream {
  /** Resolves with all that came once the app has ended it; rejects when it breaks off. */
  ended: Promise<{ at: number; events: string }>
}

/** The sample app's server-sent events, ten a second. */
export const openEvents = async ({ port, host }: Way): Promise<EventStream> => {
  const outgoing = request({ host: '127.0.0.1', port, path: '/events?ms=100', headers: { host }, agent: false }).end()
  const [response]: IncomingMessage[] = await once(outgoing, 'response')
  if (!response) throw new Error('no answer')
  // The first of them are there when this returns, so that the stream is known to be open.
  await once(response, 'readable')
  return { ended: text(response).then((events) => ({ at: Date.now(), events })) }
}

export interface Upload {
  /** What the app answered. */
  answer: Promise<{ status: number; body: string; at: number }>
  /** Of all that is sent. */
  sha256: Promise<string>
}

/** A POST whose body takes `seconds` to send. Resolves when it is on its way. */
export const startUpload = async ({ port, host }: Way, seconds: number): Promise<Upload> => {
  const headers = { host, 'transfer-encoding': 'chunked' }
  const target = { host: '127.0.0.1', port, path: '/upload', method: 'POST', headers, agent: false }
  const outgoing = request(target)
  const answer = once(outgoing, 'response').then(async ([response]: IncomingMessage[]) => {
    if (!response) throw new Error('no answer')
    return { status: response.statusCode ?? 0, body: await text(response), at: Date.now() }
  })
  const hash = createHash('sha256')
  const send = async (): Promise<void> => {
    const block = randomBytes(16_384)
    hash.update(block)
    if (!outgoing.write(block)) await once(outgoing, 'drain')
  }
  await send()
  const sending = async (): Promise<string> => {
    const until = Date.now() + seconds * 1000
    while (Date.now() < until) {
      await wait(100)
      await send()
    }
    outgoing.end()
    return hash.digest('hex')
  }
  return { answer, sha256: sending() }
}
