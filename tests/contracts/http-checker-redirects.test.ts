import { afterEach, describe, expect, it } from 'vitest'
import { createChecking } from '@/tests/support/checking'
import { createLocalSites } from '@/tests/support/local-sites'

const { serve, raw, closeAll } = createLocalSites()
afterEach(closeAll)

const { ask } = createChecking()

describe('a redirect', () => {
  const site = async () => {
    const asked: { path: string; authorization: string | undefined; secret: unknown; method: string }[] = []
    const url = await serve((request, response) => {
      const { url: path = '', method = '' } = request
      asked.push({ path, method, authorization: request.headers.authorization, secret: request.headers['x-secret'] })
      const [, status, to] = /^\/(\d+)\/(.*)$/.exec(path) ?? []
      if (status && to !== undefined) response.writeHead(Number(status), { location: decodeURIComponent(to) }).end()
      else response.end('there')
    })
    return { url, asked, leading: (status: number, to: string) => `${url}/${status}/${encodeURIComponent(to)}` }
  }

  it('is followed, or not', async () => {
    const { leading } = await site()
    const url = leading(302, '/end')
    expect((await ask({ url })).seen).toMatchObject({ statusCode: 200, redirects: [expect.stringMatching(/\/end$/)] })
    expect((await ask({ url, followRedirects: false, expectedStatus: '302' })).check.outcome).toBe('ok')
  })

  it('that leads nowhere but on is given up after five', async () => {
    const asked: string[] = []
    const url = await serve((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(302, { location: `/${asked.length}` }).end()
    })
    expect((await ask({ url })).code).toBe('too_many_redirects')
    expect(asked).toHaveLength(6)
  })

  it('takes what may be secret along within an origin, and to no other', async () => {
    const [here, there] = [await site(), await site()]
    const secrets = { headers: { 'X-Secret': 's3cret' }, auth: { type: 'bearer' as const, token: 't0ken' } }
    await ask({ url: here.leading(302, '/end'), ...secrets })
    expect(here.asked.map(({ authorization }) => authorization)).toEqual(['Bearer t0ken', 'Bearer t0ken'])
    expect((await ask({ url: here.leading(307, `${there.url}/end`), ...secrets })).check.outcome).toBe('ok')
    expect(there.asked).toEqual([{ path: '/end', method: 'GET', authorization: undefined, secret: undefined }])
  })

  it('turns a POST into a GET as browsers do, and repeats no body elsewhere', async () => {
    const [here, there] = [await site(), await site()]
    const post = { method: 'POST' as const, body: 'order=1' }
    await ask({ url: here.leading(303, '/end'), ...post })
    await ask({ url: here.leading(307, '/end'), ...post })
    expect(here.asked.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST', 'POST'])
    const { check } = await ask({ url: here.leading(307, `${there.url}/end?key=k3y`), ...post })
    expect(check.code).toBe('redirect_refused')
    expect(check.error).not.toContain('k3y')
    expect(there.asked).toEqual([])
  })

  it.each(['ftp://files.example/', 'file:///etc/passwd', 'http://'])('to %s is refused', async (to) => {
    const { leading } = await site()
    expect((await ask({ url: leading(302, to) })).code).toBe('redirect_refused')
  })

  it('to an address that may not be asked is refused before anything connects', async () => {
    const [here, there] = [await site(), await site()]
    const elsewhere = there.url.replace('127.0.0.1', '127.0.0.2')
    const reach = { mayConnect: (address: string) => address === '127.0.0.1' }
    expect((await ask({ url: here.leading(302, elsewhere) }, reach)).code).toBe('address_refused')
  })

  it('to where nobody listens says so', async () => {
    const { leading } = await site()
    expect((await ask({ url: leading(302, 'http://127.0.0.1:1/') })).code).toBe('connection_refused')
    const silent = await raw((socket) => socket.destroy())
    expect((await ask({ url: leading(302, silent) })).code).toBe('connection_failed')
  })
})
