import type { Readable } from 'node:stream'
import type Dockerode from 'dockerode'
import type { ContainerLogLine } from '@/core/ports/containers'
import { asking, engineError } from './errors'
import { createLogLines } from './log-lines'

/** The last lines of both streams, in the order in which they were written. */
export const readLogs = async (docker: Dockerode, id: string, tail: number): Promise<ContainerLogLine[]> => {
  const options = { stdout: true, stderr: true, timestamps: true, tail, follow: false } as const
  const raw = await asking(() => docker.getContainer(id).logs(options))
  const lines = createLogLines()
  return [...lines.write(raw), ...lines.end()].slice(-tail)
}

/**
 * Lines as they are written, to the last one of a container that ends, or until the signal aborts. Read no faster than
 * they are taken. Throws EngineError when the connection breaks.
 */
export async function* followLogs(
  docker: Dockerode,
  id: string,
  tail: number,
  signal: AbortSignal,
): AsyncIterable<ContainerLogLine> {
  if (signal.aborted) return
  const options = { stdout: true, stderr: true, timestamps: true, tail, follow: true } as const
  const raw = (await asking(() => docker.getContainer(id).logs(options))) as Readable
  const stop = () => raw.destroy()
  signal.addEventListener('abort', stop, { once: true })
  const lines = createLogLines()
  try {
    if (signal.aborted) return
    for await (const chunk of raw) {
      for (const line of lines.write(chunk)) {
        if (signal.aborted) return
        yield line
      }
    }
    yield* lines.end()
  } catch (error) {
    if (!signal.aborted) throw engineError(error)
  } finally {
    signal.removeEventListener('abort', stop)
    stop()
  }
}
