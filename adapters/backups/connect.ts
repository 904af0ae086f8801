import { Socket } from 'node:net'
import { Client } from 'pg'

/**
 * A connection of its own, for as long as `work` takes; a copy that `work` leaves half-way ends with it. It breaks when the
 * signal aborts, and when the other side has been silent for minutes.
 */
export const connected = async <T>(
  databaseUrl: string,
  work: (client: Client) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> => {
  signal?.throwIfAborted()
  const socket = new Socket()
  const client = new Client({
    connectionString: databaseUrl,
    application_name: 'gapless backup',
    connectionTimeoutMillis: 15_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    stream: () => socket,
  })
  // A connection that breaks fails the query that is under way, which tells it.
  client.on('error', () => undefined)
  const giveUp = () => socket.destroy()
  signal?.addEventListener('abort', giveUp)
  try {
    await client.connect()
    const result = await work(client)
    await client.end()
    return result
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', giveUp)
    socket.destroy()
  }
}

export const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`
