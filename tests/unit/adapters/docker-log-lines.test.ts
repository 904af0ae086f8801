import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLogLines } from '@/adapters/docker/log-lines'
import type { ContainerLogLine } from '@/core/ports/containers'

const time = '2026-01-02T03:04:05.678901234Z'
const at = '2026-01-02T03:04:05.678Z'

/** One frame as the engine sends it. */
const frame = (stream: ContainerLogLine['stream'], text: string | Buffer): Buffer => {
  const payload = Buffer.concat([Buffer.from(`${time} `), Buffer.from(text)])
  const header = Buffer.alloc(8)
  header[0] = stream === 'stderr' ? 2 : 1
  header.writeUInt32BE(payload.length, 4)
  return Buffer.concat([header, payload])
}

const read = (...chunks: Buffer[]): ContainerLogLine[] => {
  const lines = createLogLines()
  return [...chunks.flatMap((chunk) => lines.write(chunk)), ...lines.end()]
}

describe('lines of a container log', () => {
  it('are the same in whatever chunks they come, in the order of both streams', () => {
    const written = fc.array(
      fc.record({
        stream: fc.constantFrom('stdout', 'stderr'),
        line: fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n]/.test(text)),
      }),
      { maxLength: 20 },
    )
    fc.assert(
      fc.property(written, fc.integer({ min: 1, max: 40 }), (lines, size) => {
        const raw = Buffer.concat(lines.map(({ stream, line }) => frame(stream, `${line}\n`)))
        const chunks = Array.from({ length: Math.ceil(raw.length / size) }, (_, index) =>
          raw.subarray(index * size, (index + 1) * size),
        )
        expect(read(...chunks)).toEqual(lines.map((line) => ({ ...line, at })))
      }),
    )
  })

  it('are put together from pieces, without the time that stands before each', () => {
    const text = Buffer.from('größer\n')
    const pieces = [
      frame('stdout', text.subarray(0, 3)),
      frame('stderr', 'between\n'),
      frame('stdout', text.subarray(3)),
    ]
    expect(read(...pieces)).toEqual([
      { at, stream: 'stderr', line: 'between' },
      { at, stream: 'stdout', line: 'größer' },
    ])
  })

  it('include a last one without an end', () => {
    expect(read(frame('stdout', 'one\n'), frame('stdout', 'last words'))).toMatchObject([
      { line: 'one' },
      { line: 'last words' },
    ])
  })

  it('are cut at 16,000 characters, however wide', () => {
    const pieces = Array.from({ length: 50 }, () => frame('stdout', '漢'.repeat(5000)))
    const [long, next] = read(...pieces, frame('stdout', '\n'), frame('stdout', 'after\r\n'))
    expect(long?.line).toBe('漢'.repeat(16_000))
    expect(next?.line).toBe('after')
  })

  it('are such as the database can hold: without NUL, and with no character cut in two', () => {
    const [nul, long] = read(frame('stdout', 'a\0b\n'), frame('stdout', `${'x'.repeat(15_999)}🚀\n`))
    expect(nul?.line).toBe('a\uFFFDb')
    expect(long?.line).toBe(`${'x'.repeat(15_999)}\uFFFD`)
  })
})
