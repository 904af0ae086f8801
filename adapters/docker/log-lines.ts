import { storable } from '@/core/format/storable'
import type { ContainerLogLine } from '@/core/ports/containers'

const maxLine = 16_000
/** A character takes three bytes at most for each unit of its length. */
const maxBytes = 3 * maxLine
const headerLength = 8

interface OpenLine {
  at: string
  parts: Buffer[]
  length: number
}

/** Turns what the engine sends of a log, in chunks as they come, into lines. */
export interface LogLines {
  /** The lines that this chunk completes, in the order in which the engine noted them. */
  write(chunk: Buffer): ContainerLogLine[]
  /** What was begun and never got its newline. */
  end(): ContainerLogLine[]
}

/**
 * Reads Docker's framing (stream number, three zeros, length in four bytes, payload), each payload being a timestamp, a
 * space and a line. The engine cuts lines into pieces of 16 KiB, anywhere, even within a character, and puts a timestamp
 * before each. Lines longer than 16,000 characters are cut there. What the database cannot hold is replaced: lines end up
 * in it, and a deployment that could not be written would never end.
 */
export const createLogLines = (): LogLines => {
  let pending: Buffer = Buffer.alloc(0)
  const open = new Map<ContainerLogLine['stream'], OpenLine>()

  const closed = (stream: ContainerLogLine['stream']): ContainerLogLine[] => {
    const line = open.get(stream)
    open.delete(stream)
    return line ? [{ at: isoTime(line.at), stream, line: textOf(line) }] : []
  }
  const take = (stream: ContainerLogLine['stream'], payload: Buffer): ContainerLogLine[] => {
    const space = payload.indexOf(' ')
    const line = open.get(stream) ?? { at: payload.toString('latin1', 0, space), parts: [], length: 0 }
    const isWhole = payload.at(-1) === 0x0a
    const room = payload.subarray(space + 1, isWhole ? -1 : undefined).subarray(0, maxBytes - line.length)
    // A copy, for the piece would keep the whole chunk in memory.
    if (room.length > 0) line.parts.push(Buffer.from(room))
    line.length += room.length
    open.set(stream, line)
    return isWhole ? closed(stream) : []
  }
  return {
    write(chunk) {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
      const lines: ContainerLogLine[] = []
      let offset = 0
      while (offset + headerLength <= pending.length) {
        const next = offset + headerLength + pending.readUInt32BE(offset + 4)
        if (next > pending.length) break
        lines.push(...take(pending[offset] === 2 ? 'stderr' : 'stdout', pending.subarray(offset + headerLength, next)))
        offset = next
      }
      pending = pending.subarray(offset)
      return lines
    },
    end: () => [...closed('stdout'), ...closed('stderr')],
  }
}

const textOf = (line: OpenLine): string =>
  storable(Buffer.concat(line.parts).toString('utf8'), maxLine).replace(/\r$/, '')

/** `2026-01-02T03:04:05.678901234Z`, as the engine prints it, to the millisecond. */
const isoTime = (timestamp: string): string => {
  const at = new Date(timestamp)
  return (Number.isNaN(at.getTime()) ? new Date(0) : at).toISOString()
}
