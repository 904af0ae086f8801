import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { monitor, type Network, openDoors, ways } from '@/tests/support/outbound'

const { port, came, counts, connect, open, expectNoConnection } = openDoors()

const statuses = [301, 302, 303, 307, 308]
const places: [location: string, words: string][] = [
  [`http://127.0.0.2:PORT/`, '127.0.0.2 is a loopback address'],
  [`http://[::1]:PORT/`, '::1 is a loopback address'],
  [`http://2130706434:PORT/`, '127.0.0.2 is a loopback address'],
  [`https://127.0.0.2:PORT/`, '127.0.0.2 is a loopback address'],
  [`//127.0.0.2:PORT/`, '127.0.0.2 is a loopback address'],
  [`\\\\127.0.0.2:PORT\\`, '127.0.0.2 is a loopback address'],
  [`http:\\\\127.0.0.2:PORT`, '127.0.0.2 is a loopback address'],
  [`http://user:password@127.0.0.2:PORT/`, '127.0.0.2 is a loopback address'],
  [`http://127.0.0.1:PORT@127.0.0.2:PORT/`, '127.0.0.2 is a loopback address'],
  [`http://localhost:PORT/`, 'localhost leads to'],
  [`http://inside.example:PORT/`, 'inside.example leads to 10.0.0.5, a private address'],
  [`http://169.254.169.254/latest/meta-data/`, '169.254.169.254 is the address of clouds’ metadata services'],
  ['file:///etc/passwd', 'it redirects to where we do not go'],
  [`gopher://127.0.0.2:PORT/_x`, 'it redirects to where we do not go'],
  ['javascript:alert(1)', 'it redirects to where we do not go'],
  ['http://[fe80::1%25lo]/', 'it redirects to where we do not go'],
]

const redirectTo = (status: number, location: string) => (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(status, { location: location.replaceAll('PORT', String(port())) }).end()
}

describe('a redirect of a server that may be asked', () => {
  const network: Network = { allowed: ['127.0.0.3'], names: { 'inside.example': [['10.0.0.5']] } }

  it.each(places)('is not followed to %s by a monitor', async (location, words) => {
    for (const status of statuses) {
      const door = await open('127.0.0.3', 0, redirectTo(status, location))
      const before = came()
      connect.mockClear()
      const { ok, error } = await monitor(`http://127.0.0.3:${door.port}/`, network)
      expect(ok).toBe(false)
      expect(error, `${status}`).toContain(words)
      expect(error).not.toContain('password')
      expect(came()).toBe(before)
      expect(connect).toHaveBeenCalledTimes(1)
    }
  })

  it.each(ways.slice(1))('is not followed anywhere by %s', async (_, ask) => {
    for (const status of statuses) {
      const door = await open('127.0.0.3', 0, redirectTo(status, 'http://127.0.0.2:PORT/'))
      const before = came()
      connect.mockClear()
      const { ok, error } = await ask(`http://127.0.0.3:${door.port}/`, network)
      expect({ ok, error }).toEqual({ ok: false, error: `It answered ${status}: redirects are not followed.` })
      expect(came()).toBe(before)
      expect(connect).toHaveBeenCalledTimes(1)
    }
  })

  it('is followed to another that may be asked, each address looked at by itself', async () => {
    const last = await open('127.0.0.3')
    const first = await open('127.0.0.3', 0, redirectTo(302, `http://127.0.0.3:${last.port}/`))
    expect(await monitor(`http://127.0.0.3:${first.port}/`, network)).toEqual({ ok: true, error: '' })
    expect(last.connections()).toBe(1)
  })

  it('leads a name that has changed on the way nowhere', async () => {
    const door = await open('127.0.0.3', port(), redirectTo(302, `http://turning.example:PORT/again`))
    const names = { 'turning.example': [['127.0.0.3'], ['127.0.0.2']] }
    const before = came()
    const { error } = await monitor(`http://turning.example:${port()}/`, { allowed: ['127.0.0.3'], names })
    expect(error).toContain('turning.example leads to 127.0.0.2, a loopback address')
    expect(came()).toBe(before)
    expect(door.connections()).toBe(1)
  })
})

describe('a monitor of an app of the team', () => {
  const through = (address: string): Network => ({
    proxies: new Map([['shop.localhost', { address, port: port(), securePort: port() }]]),
  })

  it('goes to the app’s proxy, whatever the name says', async () => {
    const before = counts()[0] ?? 0
    expect(await monitor('http://shop.localhost/', through('127.0.0.1'))).toEqual({ ok: true, error: '' })
    expect(await monitor(`http://shop.localhost:${port()}/`, through('127.0.0.1'))).toEqual({ ok: true, error: '' })
    expect(counts()[0]).toBe(before + 2)
    // The proxy's port for HTTPS, at which this door does not speak it.
    expect((await monitor('https://shop.localhost/', through('127.0.0.1'))).ok).toBe(false)
    expect(counts()[0]).toBe(before + 3)
  })

  it('goes nowhere by another port: what listens there is not the app', async () => {
    const names = { 'shop.localhost': [['127.0.0.1']] }
    const error = await expectNoConnection(() =>
      monitor('http://shop.localhost:6379/', { ...through('127.0.0.1'), names }),
    )
    expect(error).toContain('shop.localhost leads to 127.0.0.1, a loopback address')
  })

  it('goes nowhere else: not by another name or by a redirect', async () => {
    for (const url of ['http://other.localhost', 'http://shop.localhost.evil.localhost', 'https://other.localhost']) {
      const names = Object.fromEntries(
        ['other.localhost', 'shop.localhost.evil.localhost'].map((name) => [name, [['127.0.0.1']]]),
      )
      await expectNoConnection(() => monitor(`${url}:${port()}/`, { ...through('127.0.0.1'), names }))
    }
    const door = await open('127.0.0.3', 0, redirectTo(302, 'http://127.0.0.2:PORT/'))
    const proxies = new Map([['shop.localhost', { address: '127.0.0.3', port: door.port, securePort: door.port }]])
    const before = came()
    const { error } = await monitor('http://shop.localhost/', { proxies })
    expect(error).toContain('127.0.0.2 is a loopback address')
    expect(came()).toBe(before)
  })

  it('looks at a proxy’s name each time: it may lead elsewhere than when its host was added', async () => {
    const names = { 'proxy.example': [['127.0.0.1']] }
    const error = await expectNoConnection(() =>
      monitor('http://shop.localhost/', { ...through('proxy.example'), names }),
    )
    expect(error).toContain('proxy.example leads to 127.0.0.1, a loopback address')
    const allowed = ['127.0.0.1']
    expect(await monitor('http://shop.localhost/', { ...through('proxy.example'), names, allowed })).toMatchObject({
      ok: true,
    })
  })
})
