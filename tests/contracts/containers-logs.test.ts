import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ContainerLogLine, ContainerSpec } from '@/core/ports/containers'
import { localEngine, randomInstanceId, removeInstance, sampleImage } from '@/tests/support/docker'

const instanceId = randomInstanceId()
const engine = localEngine(instanceId)

describe('container logs', () => {
  let image: string
  let network: string

  const started = async (name: string, script: string): Promise<string> => {
    const spec: ContainerSpec = {
      name: `gapless-${instanceId}-${name}`,
      labels: { 'gapless.instance': instanceId, 'gapless.role': 'task' },
      image,
      command: ['node', '-e', script],
      env: {},
      network: { name: network },
      mounts: [],
      stopGraceSeconds: 1,
    }
    return (await engine.run(spec)).name
  }

  beforeAll(async () => {
    image = await sampleImage('v1')
    network = (await engine.ensureNetwork('logs')).name
  })
  afterAll(() => removeInstance(instanceId))

  it('keeps characters whole that are written in pieces', async () => {
    const halves = `const b = Buffer.from('größer 🚀');
      process.stdout.write(b.subarray(0, 3));
      setTimeout(() => process.stdout.write(Buffer.concat([b.subarray(3), Buffer.from('\\n')])), 300)`
    const name = await started('pieces', halves)
    const followed: ContainerLogLine[] = []
    for await (const line of engine.followLogs(name, 10, AbortSignal.timeout(20_000))) followed.push(line)
    expect(followed.map((line) => line.line).join('')).toContain('er 🚀')
    expect(followed.map((line) => line.line).join('')).not.toContain('\uFFFD')
  })

  it('caps a line without an end and goes on with the next', async () => {
    const name = await started('long', `console.log('x'.repeat(100_000)); console.log('after')`)
    expect(await engine.waitForExit(name)).toBe(0)
    const lines = await engine.logs(name, 50)
    expect(Math.max(...lines.map((line) => line.line.length))).toBeLessThanOrEqual(16_384)
    expect(lines.at(-1)).toMatchObject({ stream: 'stdout', line: 'after' })
  })

  it('puts a long line together that the engine cuts', async () => {
    // Two bytes each, for the engine itself spoils a character that it cuts through.
    const name = await started('wide', `console.log('é'.repeat(15_000))`)
    expect(await engine.waitForExit(name)).toBe(0)
    const [line, ...others] = await engine.logs(name, 50)
    expect(others).toEqual([])
    expect(line?.line.replaceAll('é', '')).toBe('')
    expect(line?.line.length).toBe(15_000)
  })

  it('follows to the last line of a container that ends', async () => {
    const script = `const { writeSync } = require('node:fs')
      for (let i = 1; i <= 3000; i++) writeSync(1, 'line ' + i + '\\n')`
    const name = await started('ending', script)
    const followed: string[] = []
    for await (const { line } of engine.followLogs(name, 5000, AbortSignal.timeout(20_000))) followed.push(line)
    expect([followed.length, followed[0], followed.at(-1)]).toEqual([3000, 'line 1', 'line 3000'])
  })

  it('has the last words that lack a newline once the container has ended', async () => {
    const name = await started('unfinished', `process.stdout.write('one\\ntwo')`)
    expect(await engine.waitForExit(name)).toBe(0)
    expect((await engine.logs(name, 10)).map(({ line }) => line)).toEqual(['one', 'two'])
  })

  it('tells both streams as they alternate, followed or read later', async () => {
    const script = `let i = 0; const timer = setInterval(() => {
      i % 2 ? console.log('line ' + i) : console.error('line ' + i)
      if (++i === 6) clearInterval(timer) }, 150)`
    const name = await started('both', script)
    const followed: ContainerLogLine[] = []
    for await (const line of engine.followLogs(name, 5000, AbortSignal.timeout(20_000))) followed.push(line)
    expect(followed.map(({ stream, line }) => `${stream} ${line}`)).toEqual(
      Array.from({ length: 6 }, (_, index) => `${index % 2 ? 'stdout' : 'stderr'} line ${index}`),
    )
    expect(await engine.logs(name, 100)).toEqual(followed)
  })

  it('follows until it is told to stop', async () => {
    const name = await started('endless', `setInterval(() => console.error('tick'), 50)`)
    const abort = new AbortController()
    let ticks = 0
    for await (const { line, stream } of engine.followLogs(name, 0, abort.signal)) {
      expect({ line, stream }).toEqual({ line: 'tick', stream: 'stderr' })
      if (++ticks === 3) abort.abort()
    }
    expect(ticks).toBeGreaterThanOrEqual(3)
  })

  it('answers exactly as many lines as were asked for', async () => {
    const name = await started('many', `for (let i = 1; i <= 200; i++) console.log('line ' + i)`)
    expect(await engine.waitForExit(name)).toBe(0)
    expect((await engine.logs(name, 50)).map((line) => line.line)).toEqual(
      Array.from({ length: 50 }, (_, index) => `line ${index + 151}`),
    )
  })
})
