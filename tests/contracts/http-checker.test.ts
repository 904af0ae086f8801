import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { createChecking } from '@/tests/support/checking'
import { createLocalSites } from '@/tests/support/local-sites'
import { answering } from '@/tests/support/raw-server'

const { serve, raw, closeAll } = createLocalSites()
afterEach(closeAll)

const { ask } = createChecking()

describe('what is asked', () => {
  const echo = async () => {
    const seen: { request: IncomingMessage; body: string }[] = []
    const url = await serve(async (request, response) => {
      seen.push({ request, body: await text(request) })
      response.end('hello')
    })
    return { url, last: () => seen.at(-1) ?? { request: undefined, body: '' } }
  }

  it.each(['GET', 'HEAD', 'OPTIONS', 'DELETE', 'POST', 'PUT', 'PATCH'] as const)('goes by %s', async (method) => {
    const { url, last } = await echo()
    const { code, seen } = await ask({ url: `${url}/path?query=1`, method })
    expect({ code, status: seen.statusCode }).toEqual({ code: null, status: 200 })
    expect(last().request).toMatchObject({ method, url: '/path?query=1' })
  })

  it('carries headers, a body in UTF-8 and the name of the host', async () => {
    const { url, last } = await echo()
    await ask({ url, method: 'POST', headers: { 'X-Team': 'blue', 'Content-Type': 'text/plain' }, body: 'grüße' })
    const { request, body } = last()
    expect(request?.headers).toMatchObject({ 'x-team': 'blue', 'content-type': 'text/plain', 'content-length': '7' })
    expect(request?.headers.host).toBe(new URL(url).host)
    expect(body).toBe('grüße')
  })

  it.each([
    [{ type: 'basic' as const, username: 'ada', password: 'pä:ss' }, `Basic ${btoa('ada:p\xc3\xa4:ss')}`],
    [{ type: 'bearer' as const, token: 't0ken' }, 'Bearer t0ken'],
  ])('signs in: %o', async (auth, expected) => {
    const { url, last } = await echo()
    await ask({ url, auth })
    expect(last().request?.headers.authorization).toBe(expected)
  })
})

describe('what is expected', () => {
  it.each([
    [200, '200-299', null],
    [404, '200-299', 'unexpected_status'],
    [404, '200,404', null],
    [500, '500-599', null],
    [204, '200', 'unexpected_status'],
  ])('%i for %s is %s', async (status, expectedStatus, code) => {
    const url = await serve((_, response) => response.writeHead(status).end())
    expect((await ask({ url, expectedStatus })).check.code).toBe(code)
  })

  it('says that it is slow, and not that it failed, above the limit', async () => {
    const url = await serve((_, response) => setTimeout(() => response.end(), 30))
    expect((await ask({ url, degradedMs: 20 })).check).toMatchObject({ outcome: 'slow', error: null })
    expect((await ask({ url, degradedMs: 5000 })).check.outcome).toBe('ok')
  })
})

describe('the keyword', () => {
  const says = async (bytes: Buffer | string, headers: Record<string, string> = {}) =>
    serve((_, response) => response.writeHead(200, headers).end(bytes))
  const found = async (url: string, word: string) => (await ask({ url, keyword: { text: word } })).check

  it('is missed, or found where it should not be, in words', async () => {
    const url = await says('<h1>Hello</h1>')
    expect((await found(url, 'Hello')).outcome).toBe('ok')
    expect((await found(url, 'Welcome')).error).toBe("200 but the page lacks 'Welcome'")
    const unwanted = { text: 'Hello', mustContain: false }
    expect((await ask({ url, keyword: unwanted })).check.error).toBe("200 but the page says 'Hello'")
    expect((await ask({ url, keyword: { ...unwanted, text: 'Error' } })).check.outcome).toBe('ok')
  })

  it('is found where it comes in pieces, in the middle of a letter too', async () => {
    const bytes = Buffer.from('Wel… Grüße aus Köln')
    const url = await serve(async (_, response) => {
      for (const byte of bytes) {
        response.write(Buffer.from([byte]))
        await new Promise((resolve) => setImmediate(resolve))
      }
      response.end()
    })
    expect((await found(url, 'Grüße aus Köln')).outcome).toBe('ok')
  })

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('is found in %s', async (encoding, compress) => {
    const url = await says(compress('so much to say: Welcome'), { 'content-encoding': encoding })
    expect((await found(url, 'Welcome')).outcome).toBe('ok')
    expect((await found(url, 'Goodbye')).code).toBe('keyword_missing')
  })

  it.each([
    ['iso-8859-1', Buffer.from('Grüße', 'latin1')],
    ['"UTF-16LE"', Buffer.from('Grüße', 'utf16le')],
    ['windows-1252; boundary=x', Buffer.from('Grüße', 'latin1')],
    ['nobody-knows', Buffer.from('Grüße')],
  ])('is found in the charset %s', async (charset, bytes) => {
    const url = await says(bytes, { 'content-type': `text/html; charset=${charset}` })
    expect((await found(url, 'Grüße')).outcome).toBe('ok')
  })

  it('is looked for in the first megabyte, and no more is read', async () => {
    const megabyte = Buffer.alloc(1024 * 1024, 'x')
    let sent = 0
    const url = await serve((_, response) => {
      const more = (): void => {
        if (response.destroyed) return
        sent += megabyte.length
        if (response.write(megabyte)) setImmediate(more)
        else response.once('drain', more)
      }
      response.write('first ')
      more()
    })
    expect((await found(url, 'first')).outcome).toBe('ok')
    expect((await found(url, 'last')).code).toBe('keyword_missing')
    expect((await ask({ url })).check.outcome).toBe('ok')
    expect(sent).toBeLessThan(3 * 32 * megabyte.length)
  })

  it('is not unpacked without end', async () => {
    const url = await says(gzipSync(Buffer.alloc(200 * 1024 * 1024)), { 'content-encoding': 'gzip' })
    expect((await found(url, 'x')).code).toBe('keyword_missing')
  })

  it('of a broken packing is a broken answer', async () => {
    const url = await says('this is no gzip', { 'content-encoding': 'gzip' })
    expect((await found(url, 'x')).code).toBe('answer_broken')
  })
})

describe('an answer that does not come', () => {
  const drip = (socket: Socket): void => {
    const timer: NodeJS.Timeout = setInterval(() => socket.write('.'), 20)
    socket.once('close', () => clearInterval(timer))
  }
  const cases: [what: string, serve: () => Promise<string>][] = [
    ['nothing is said', () => raw(() => undefined)],
    ['only half a head comes', () => raw(answering('HTTP/1.1 200 OK\r\nx-', () => undefined))],
    ['the head comes and nothing else', () => raw(answering('HTTP/1.1 200 OK\r\n\r\n', () => undefined))],
    ['the body only drips', () => raw(answering('HTTP/1.1 200 OK\r\n\r\n', drip))],
    ['the head only drips', () => raw(answering('HTTP/1.1 200 OK\r\nx-long: ', drip))],
    ['TLS is never agreed on', async () => (await raw(() => undefined)).replace('http:', 'https:')],
  ]

  it.each(cases)('is given up after its time: %s', async (_, start) => {
    const { code, check, seen } = await ask({ url: await start(), timeoutMs: 300 })
    expect(code).toBe('timeout')
    expect(check.error).toBe('no whole answer within 0.3 s')
    expect(seen.phases.totalMs).toBeGreaterThanOrEqual(295)
  })

  it('is given up after its time where the name is not resolved', async () => {
    const silent = createChecking({}, undefined, () => new Promise(() => undefined))
    expect((await silent.ask({ url: 'http://slow.example/', timeoutMs: 300 })).code).toBe('timeout')
  })

  it.each([
    ['refused', async (): Promise<string> => 'http://127.0.0.1:1/', 'connection_refused'],
    ['reset', () => raw((socket) => socket.resetAndDestroy()), 'connection_failed'],
    ['closed without a word', () => raw((socket) => socket.end()), 'connection_failed'],
    ['closed after the request', () => raw(answering('')), 'connection_failed'],
    ['no HTTP', () => raw(answering('SSH-2.0-OpenSSH_9.2\r\n')), 'answer_broken'],
    ['cut off', () => raw(answering('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf')), 'answer_broken'],
    [
      'in broken chunks',
      () => raw(answering('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n')),
      'answer_broken',
    ],
    ['another protocol', () => raw(answering('HTTP/1.1 101 Go\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n')), null],
  ] as const)('is known for what it is: %s', async (_, start, code) => {
    const answer = await ask({ url: await start(), keyword: { text: 'half' } })
    expect(answer.code).toBe(code)
    if (code === null) expect(answer.check).toMatchObject({ code: 'unexpected_status', statusCode: 101 })
  })
})

describe('what it says', () => {
  it('has the time of each phase, which make up the whole', async () => {
    const url = await serve((_, response) => setTimeout(() => response.end('hello'), 30))
    const named = createChecking({ 'shop.example': ['127.0.0.1'] })
    const { phases } = (await named.ask({ url: url.replace('127.0.0.1', 'shop.example') })).seen
    const { dnsMs, connectMs, tlsMs, firstByteMs, totalMs } = phases
    expect(tlsMs).toBeNull()
    const parts = [dnsMs, connectMs, firstByteMs].map((ms) => ms ?? Number.NaN)
    expect(parts.every((ms) => ms >= 0)).toBe(true)
    expect(firstByteMs).toBeGreaterThanOrEqual(25)
    expect(parts.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(totalMs ?? 0)
  })

  it('never has a secret of the request', async () => {
    const secrets = ['hunter2-password', 'k3y-in-a-header', 'body-s3cret', 'ada:hunter2-password']
    const request = {
      method: 'POST' as const,
      headers: { 'x-key': 'k3y-in-a-header' },
      body: 'body-s3cret',
      auth: { type: 'basic' as const, username: 'ada', password: 'hunter2-password' },
    }
    const urls = [
      'http://127.0.0.1:1/',
      'http://nowhere.example/',
      await raw((socket) => socket.resetAndDestroy()),
      await raw(answering('garbage')),
      await raw(() => undefined),
      await serve((_, response) => response.writeHead(500).end()),
    ]
    for (const url of urls) {
      const said = JSON.stringify(await ask({ url, timeoutMs: 300, keyword: { text: 'x' }, ...request }))
      for (const secret of [...secrets, btoa('ada:hunter2-password')]) expect(said).not.toContain(secret)
    }
  })

  it('is nothing where it is broken off', async () => {
    const url = await raw(() => undefined)
    const stop = new AbortController()
    const asked = ask({ url, timeoutMs: 60_000 }, {}, stop.signal)
    stop.abort()
    expect((await asked).code).not.toBe('timeout')
  })
})
