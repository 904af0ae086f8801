import type { RequestListener } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { startBusyServer } from '@/tests/support/busy-server'
import { createChecking, serveHttp } from '@/tests/support/checking'
import { createLocalSites } from '@/tests/support/local-sites'

const { kept, closeAll } = createLocalSites()
afterEach(closeAll)

describe('a name with addresses of both kinds', () => {
  it('is up where its IPv4 address takes a second to connect and IPv6 leads nowhere', async () => {
    const { port } = await kept(startBusyServer(600))
    const { ask } = createChecking({ 'both.example': ['127.0.0.1', '::1'] })
    const { seen } = await ask({ url: `http://both.example:${port}/`, timeoutMs: 10_000 })
    expect(seen).toMatchObject({ statusCode: 200, failure: null })
    expect(seen.phases.connectMs).toBeGreaterThan(500)
  })

  it('is up where the first of its addresses is silent and the second answers', async () => {
    const busy = await kept(startBusyServer(60_000))
    const { port } = await kept(serveHttp((_, response) => response.end('hello'), '::1', busy.port))
    const { ask } = createChecking({ 'both.example': ['127.0.0.1', '::1'] })
    const { seen } = await ask({ url: `http://both.example:${port}/`, timeoutMs: 1000 })
    expect(seen).toMatchObject({ statusCode: 200, failure: null })
  })
})

describe('the address', () => {
  const answer: RequestListener = (_, response) => response.end('hello')

  it('is the one that was looked at', async () => {
    const { port } = await kept(serveHttp(answer))
    const looked: string[] = []
    const named = createChecking({ 'shop.example': ['127.0.0.1'] })
    const mayConnect = (address: string) => looked.push(address) > 0
    expect((await named.ask({ url: `http://shop.example:${port}/` }, { mayConnect })).check.outcome).toBe('ok')
    expect(looked).toEqual(['127.0.0.1'])
    const refused = await named.ask({ url: `http://shop.example:${port}/` }, { mayConnect: () => false })
    expect(refused.code).toBe('address_refused')
  })

  it('of a name that has none is said to be missing', async () => {
    expect((await createChecking().ask({ url: 'http://nowhere.example/' })).check.error).toBe(
      'its name could not be resolved (it has no address)',
    )
  })

  it('is an IPv4 or an IPv6 one where the monitor says so, and else whichever answers', async () => {
    const [four, six] = [await kept(serveHttp(answer)), await kept(serveHttp(answer, '::1'))]
    const both = createChecking({ 'both.example': ['127.0.0.1', '::1'], 'four.example': ['127.0.0.1'] })
    const outcome = async (port: number, ipVersion: 4 | 6, name = 'both.example') =>
      (await both.ask({ url: `http://${name}:${port}/`, ipVersion })).code
    expect(await outcome(four.port, 4)).toBeNull()
    expect(await outcome(six.port, 6)).toBeNull()
    expect(await outcome(six.port, 4)).toBe('connection_refused')
    expect(await outcome(four.port, 6, 'four.example')).toBe('dns_failed')
    for (const { port } of [four, six]) {
      expect((await both.ask({ url: `http://both.example:${port}/`, ipVersion: null })).code).toBeNull()
    }
    expect((await both.ask({ url: 'http://both.example:1/', ipVersion: null })).code).toBe('connection_refused')
    expect((await createChecking().ask({ url: `http://[::1]:${six.port}/` })).code).toBeNull()
  })

  it('is the proxy’s where the name is one of our own apps', async () => {
    let host: string | undefined
    const { port } = await kept(
      serveHttp((request, response) => {
        host = request.headers.host
        response.end('hello')
      }),
    )
    const proxies = new Map([['shop.localhost', { address: '127.0.0.1', port, securePort: port }]])
    const { code } = await createChecking().ask({ url: 'http://shop.localhost/' }, { proxies, mayConnect: () => false })
    expect({ code, host }).toEqual({ code: null, host: 'shop.localhost' })
  })

  it('is the name’s own where another port than the proxy’s is asked', async () => {
    const proxy = await kept(serveHttp((_, response) => response.end('the app')))
    const other = await kept(serveHttp((_, response) => response.end('another service')))
    const proxies = new Map([['shop.example', { address: '127.0.0.1', port: proxy.port, securePort: null }]])
    const checking = createChecking({ 'shop.example': ['127.0.0.1'] })
    const asked = (port: number, text: string) =>
      checking.ask({ url: `http://shop.example:${port}/`, keyword: { text } }, { proxies })
    expect((await asked(other.port, 'another service')).check.outcome).toBe('ok')
    expect((await asked(proxy.port, 'the app')).check.outcome).toBe('ok')
    const refused = { proxies, mayConnect: () => false }
    expect((await checking.ask({ url: `http://shop.example:${other.port}/` }, refused)).code).toBe('address_refused')
  })
})
