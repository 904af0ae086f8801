import { createInterface } from 'node:readline'
import { PassThrough, type Readable } from 'node:stream'
import type Dockerode from 'dockerode'
import type { ContainerLogLine } from '@/core/ports/containers'
import { asking } from './errors'

const maxLine = 16_000

/** `2026-01-02T03:04:05.678901234Z text`, as the engine prints with timestamps on. */
const lineOf = (stream: ContainerLogLine['stream'], text: string): ContainerLogLine => {
  const space = text.indexOf(' ')
  const at = new Date(text.slice(0, space))
  return {
    at: Number.isNaN(at.getTime()) ? new Date(0).toISOString() : at.toISOString(),
    stream,
    line: text.slice(space + 1, space + 1 + maxLine),
  }
}

/** The last lines of both streams, in the order of their time. */
export const readLogs = async (docker: Dockerode, id: string, tail: number): Promise<ContainerLogLine[]> => {
  const options = { stdout: true, stderr: true, timestamps: true, tail, follow: false } as const
  const raw = await asking(() => docker.getContainer(id).logs(options))
  const lines: ContainerLogLine[] = []
  for (const frame of framesOf(raw)) {
    for (const text of frame.text.split('\n')) if (text !== '') lines.push(lineOf(frame.stream, text))
  }
  return lines.sort((one, other) => one.at.localeCompare(other.at)).slice(-tail)
}

/** Docker's framing: stream number, three zeros, length in four bytes, payload. */
const framesOf = (raw: Buffer): { stream: ContainerLogLine['stream']; text: string }[] => {
  const parts: Record<ContainerLogLine['stream'], Buffer[]> = { stdout: [], stderr: [] }
  for (let offset = 0; offset + 8 <= raw.length; ) {
    const length = raw.readUInt32BE(offset + 4)
    parts[raw[offset] === 2 ? 'stderr' : 'stdout'].push(raw.subarray(offset + 8, offset + 8 + length))
    offset += 8 + length
  }
  return (['stdout', 'stderr'] as const).map((stream) => ({
    stream,
    text: Buffer.concat(parts[stream]).toString('utf8'),
  }))
}

/** Lines as they are written, until the container ends or the signal aborts. */
export async function* followLogs(
  docker: Dockerode,
  id: string,
  tail: number,
  signal: AbortSignal,
): AsyncIterable<ContainerLogLine> {
  if (signal.aborted) return
  const options = { stdout: true, stderr: true, timestamps: true, tail, follow: true } as const
  const raw = (await asking(() => docker.getContainer(id).logs(options))) as Readable
  const queue: ContainerLogLine[] = []
  let wake: (() => void) | null = null
  let ended = false
  const notify = () => {
    wake?.()
    wake = null
  }
  const end = () => {
    ended = true
    raw.destroy()
    notify()
  }
  const outputs = { stdout: new PassThrough(), stderr: new PassThrough() }
  for (const stream of ['stdout', 'stderr'] as const) {
    createInterface({ input: outputs[stream], crlfDelay: Number.POSITIVE_INFINITY }).on('line', (text) => {
      queue.push(lineOf(stream, text))
      notify()
    })
  }
  docker.modem.demuxStream(raw, outputs.stdout, outputs.stderr)
  raw.on('end', end)
  raw.on('close', end)
  raw.on('error', end)
  signal.addEventListener('abort', end, { once: true })
  try {
    while (true) {
      const line = queue.shift()
      if (line) yield line
      else if (ended) return
      else {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
  } finally {
    signal.removeEventListener('abort', end)
    end()
    outputs.stdout.end()
    outputs.stderr.end()
  }
}
