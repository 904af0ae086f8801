import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { errorCode } from './fault'

/** A lock the kernel gives back when its holder dies, however it dies: a listening socket without a file. */
export interface Lock {
  release(): void
}

function address(name: string): string {
  return `\0gapless-${createHash('sha256').update(name).digest('hex').slice(0, 40)}`
}

/** Takes the lock, or returns null when another process has it. */
export async function tryLock(name: string): Promise<Lock | null> {
  // Whoever waits for the lock stays connected and so notices its end.
  const waiting = new Set<Socket>()
  const server = createServer((socket) => {
    waiting.add(socket.on('error', () => socket.destroy()).unref())
  })
  try {
    server.listen(address(name))
    await once(server, 'listening')
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') return null
    throw error
  }
  server.unref()
  return {
    release: () => {
      server.close()
      for (const socket of waiting) socket.destroy()
    },
  }
}

/** Takes the lock as soon as whoever has it is done. */
export async function waitForLock(name: string, onWait: () => void): Promise<Lock> {
  for (;;) {
    const lock = await tryLock(name)
    if (lock) return lock
    onWait()
    await new Promise<void>((resolve) => {
      connect(address(name))
        .on('error', () => {})
        .on('close', () => resolve())
        .resume()
    })
  }
}
