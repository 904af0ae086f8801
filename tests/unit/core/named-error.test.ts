import { describe, expect, it, vi } from 'vitest'

const classes = async () => {
  vi.resetModules()
  const [{ EngineError }, { TrafficError }, { BackupFault }, { GaplessError }] = await Promise.all([
    import('@/core/ports/containers'),
    import('@/core/ports/traffic'),
    import('@/core/backups/fault'),
    import('@/core/errors'),
  ])
  return { EngineError, TrafficError, BackupFault, GaplessError }
}

describe('an error of core', () => {
  it('is known to another copy of the code, and is not another kind', async () => {
    const [one, other] = [await classes(), await classes()]
    expect(one.EngineError).not.toBe(other.EngineError)
    const thrown = [
      new one.EngineError('host_unreachable', 'away'),
      new one.TrafficError('fenced', 'late'),
      new one.BackupFault('full', null),
      new one.GaplessError('conflict', 'taken', 'taken'),
    ]
    const kinds = [other.EngineError, other.TrafficError, other.BackupFault, other.GaplessError]
    expect(thrown.map((error) => kinds.map((kind) => error instanceof kind))).toEqual([
      [true, false, false, false],
      [false, true, false, false],
      [false, false, true, false],
      [false, false, false, true],
    ])
    expect(kinds.map((kind) => new Error('plain') instanceof kind || Object('text') instanceof kind)).toEqual(
      Array(4).fill(false),
    )
  })

  it('of a class that names nothing is known by that class only', async () => {
    const { TrafficError } = await classes()
    class Special extends TrafficError {}
    expect(new Special('fenced', 'late') instanceof TrafficError).toBe(true)
    expect(new Special('fenced', 'late') instanceof Special).toBe(true)
    expect(new TrafficError('fenced', 'late') instanceof Special).toBe(false)
  })

  it('has words that the database can hold, whatever an engine or a registry has said', async () => {
    const { EngineError, TrafficError } = await classes()
    expect(new EngineError('engine_error', 'a\0b\ud83d').message).toBe('a\uFFFDb\uFFFD')
    expect(new TrafficError('proxy_unavailable', 'a\0b').message).toBe('a\uFFFDb')
  })
})
