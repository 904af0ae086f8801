import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it } from 'vitest'
import WebSocket from 'ws'

const server = join(import.meta.dirname, '../../docker/sample-app/server.mjs')
const running = new Set<ChildProcess>()

interface Started {
  process: ChildProcess
  url: string
  /** Exit code, or the signal that ended it. */
  ended: Promise<number | string | null>
}

/** Starts the sample app on a free port; resolves when it listens or has ended. */
async function start(env: Record<string, string> = {}): Promise<Started> {
  const child = spawn(process.execPath, [server], {
    env: { NODE_ENV: 'production', VERSION: 'v7', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  const ended = once(child, 'exit').then(([code, signal]: (number | string | null)[]) => code ?? signal ?? null)
  const port = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /listens on port (\d+)/.exec(line)?.[1]
      if (found) resolve(found)
    })
  })
  const known = await Promise.race([port, ended.then(() => '0')])
  return { process: child, url: `http://127.0.0.1:${known}`, ended }
}

const health = async (app: Started): Promise<number> =>
  (await fetch(`${app.url}/health`, { redirect: 'manual' })).status

/** What 100 requests in a row met. */
async function hundred(app: Started): Promise<{ ok: number; errors: number; brokenOff: number }> {
  const seen = { ok: 0, errors: 0, brokenOff: 0 }
  for (let request = 0; request < 100; request += 1) {
    try {
      const answer = await fetch(app.url)
      await answer.text()
      seen[answer.ok ? 'ok' : 'errors'] += 1
    } catch {
      seen.brokenOff += 1
    }
  }
  return seen
}

afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
})

describe('the sample app', () => {
  it('is healthy once it is ready and shows its version', async () => {
    const app = await start({ READY_AFTER_MS: '1000' })
    expect(await health(app)).toBe(503)
    await expect.poll(() => health(app)).toBe(200)
    const page = await fetch(app.url)
    expect(page.headers.get('x-version')).toBe('v7')
    expect(await page.text()).toContain('<h1>v7</h1>')
    expect((await fetch(`${app.url}/nowhere`)).headers.get('x-version')).toBe('v7')
  })

  it('takes uploads, echoes bodies and messages, streams', async () => {
    const app = await start()
    const body = Buffer.alloc(5_000_000)
    const sha256 = createHash('sha256').update(body).digest('hex')
    const taken = await (await fetch(`${app.url}/upload`, { method: 'POST', body })).json()
    expect(taken).toEqual({ bytes: 5_000_000, sha256 })
    expect(await (await fetch(`${app.url}/echo`, { method: 'POST', body: 'ü\0;' })).text()).toBe('ü\0;')
    expect(await (await fetch(`${app.url}/stream?seconds=0.2`)).text()).toBe('chunk 1 of 2\nchunk 2 of 2\nend\n')
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/ws`)
    await once(socket, 'open')
    for (const message of ['hello', 'x'.repeat(300), 'y'.repeat(70_000)]) {
      const answer = once(socket, 'message')
      socket.send(message)
      expect(String((await answer)[0])).toBe(message)
    }
    const pong = once(socket, 'pong')
    socket.ping()
    await pong
    const closed = once(socket, 'close')
    socket.close(1000)
    expect((await closed)[0]).toBe(1000)
  })

  it('finishes what it has begun when it is told to stop', async () => {
    const app = await start()
    const agent = new Agent({ keepAlive: true })
    await new Promise((resolve) => get(app.url, { agent }, (answer) => answer.resume().on('end', resolve)))
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/ws`)
    await once(socket, 'open')
    const [events, slow] = [await fetch(`${app.url}/events`), fetch(`${app.url}/slow?ms=500`)]
    const stream = await fetch(`${app.url}/stream?seconds=0.4`)
    const closed = once(socket, 'close')
    app.process.kill('SIGTERM')
    expect((await closed)[0]).toBe(1001)
    expect(await events.text()).toContain('event: tick')
    expect(await stream.text()).toMatch(/end\n$/)
    expect((await slow).status).toBe(200)
    expect(await app.ended).toBe(0)
    agent.destroy()
  })

  it.each([
    ['never-healthy', 503],
    ['health-404', 404],
    ['health-500', 500],
    ['health-redirect', 302],
    ['unhealthy-after:0', 503],
  ])('answers its check as %s', async (BROKEN, status) => {
    const app = await start({ BROKEN })
    expect(await health(app)).toBe(status)
    expect(await hundred(app)).toEqual({ ok: 100, errors: 0, brokenOff: 0 })
  })

  it.each([
    ['500-percent:5', { ok: 95, errors: 5, brokenOff: 0 }],
    ['500-after:10', { ok: 10, errors: 90, brokenOff: 0 }],
    ['breaks-off-percent:2', { ok: 98, errors: 0, brokenOff: 2 }],
  ])('fails requests as %s, and is healthy', async (BROKEN, seen) => {
    const app = await start({ BROKEN })
    expect(await hundred(app)).toEqual(seen)
    expect(await health(app)).toBe(200)
  })

  it('can be slow to answer its check', async () => {
    const app = await start({ BROKEN: 'health-slow' })
    await expect(fetch(`${app.url}/health`, { signal: AbortSignal.timeout(500) })).rejects.toThrow(/timeout/i)
    expect((await fetch(app.url)).status).toBe(200)
  })

  it('can die, at once or later, and refuses what it does not know', async () => {
    expect(await (await start({ BROKEN: 'exits-at-once' })).ended).toBe(1)
    expect(await (await start({ BROKEN: 'dies-after:0.2' })).ended).toBe(1)
    expect(await (await start({ BROKEN: 'dies-after' })).ended).toBe(2)
    expect(await (await start({ BROKEN: 'toString' })).ended).toBe(2)
  })

  it('can ignore SIGTERM', async () => {
    const app = await start({ BROKEN: 'ignores-sigterm' })
    const said = app.process.stdout ? once(app.process.stdout, 'data') : Promise.reject(new Error('no output'))
    app.process.kill('SIGTERM')
    expect(String((await said)[0])).toContain('SIGTERM ignored')
    expect(await health(app)).toBe(200)
    app.process.kill('SIGKILL')
    expect(await app.ended).toBe('SIGKILL')
  })
})
