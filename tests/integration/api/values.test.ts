import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type ApiWorld, createApiWorld, jsonIn, problemIn } from '@/tests/support/api-world'

let world: ApiWorld
let token: string
let count = 0

beforeAll(async () => {
  world = await createApiWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  token = (await world.addTeam()).token
})

const app = (more: object): object => {
  count += 1
  return { name: `shop-${count}`, port: 3000, ...more }
}
const create = (more: object) => world.call('POST', '/api/v1/apps', { token, body: app(more) })

const nasty = {
  newline: 'a\nserver evil 10.0.0.1:80',
  'carriage return': 'a\rb',
  semicolon: 'a;b',
  'single quote': "a'b",
  'double quote': 'a"b',
  space: 'a b',
  NUL: 'a\0b',
  escape: 'a\u001b[2Jb',
  'line separator': 'a\u2028b',
  'right-to-left override': 'a\u202eb',
  'half a surrogate pair': 'a\ud800b',
  backslash: 'a\\b',
  'percent expression': 'a%[src]b{}',
  backtick: 'a`id`b',
  dollar: 'a$(id)b',
  megabyte: 'a'.repeat(1_000_000),
}

const refused: [field: string, path: string, make: (value: string) => object][] = [
  ['healthCheck.path', 'healthCheck.path', (value) => ({ healthCheck: { path: `/${value}` } })],
  ['domains', 'domains.1', (value) => ({ domains: ['ok.localhost', value] })],
  ['name', 'name', (value) => ({ name: value })],
  ['image', 'image', (value) => ({ image: value })],
  ['volumes.name', 'volumes.0.name', (value) => ({ volumes: [{ name: value, mountPath: '/data' }] })],
  ['volumes.mountPath', 'volumes.0.mountPath', (value) => ({ volumes: [{ name: 'data', mountPath: `/${value}` }] })],
]
describe.each(refused)('%s', (_field, path, make) => {
  it.each(Object.entries(nasty))('refuses a %s and names the field', async (_name, value) => {
    const problem = await problemIn(await create(make(value)))
    expect(problem.status).toBe(422)
    expect(new Set(problem.errors.map((error) => error.path))).toEqual(new Set([path]))
    expect(JSON.stringify(problem).length).toBeLessThan(20_000)
  })
})

describe('env', () => {
  const intact = Object.entries(nasty).filter(([name]) => !['NUL', 'half a surrogate pair', 'megabyte'].includes(name))

  it.each(intact)('passes a %s through intact', async (_name, value) => {
    const created = await jsonIn(await create({ env: { VALUE: value } }))
    const read = await jsonIn(await world.call('GET', `/api/v1/apps/${created.id}`, { token }))
    expect(read.env).toEqual({ VALUE: value })
  })

  it.each(['NUL', 'half a surrogate pair', 'megabyte'] as const)('refuses a %s and names it', async (name) => {
    const problem = await problemIn(await create({ env: { GOOD: '1', VALUE: nasty[name] } }))
    expect(problem.status).toBe(422)
    expect(problem.errors.map((error) => error.path)).toContain('env.VALUE')
    expect(JSON.stringify(problem)).not.toContain('aaaa')
  })

  it.each(['A=B', 'A B', '1A', '', 'A\n', 'Ä', '__proto__'])('refuses %j as a name', async (name) => {
    const env: unknown = JSON.parse(`{${JSON.stringify(name)}:"v"}`)
    const problem = await problemIn(await create({ env }))
    // __proto__ is a fine name to Docker; it is refused since objects here cannot hold it.
    expect(problem.status).toBe(422)
    expect(problem.errors[0]?.path).toMatch(/^env\b/)
  })
})

describe('command', () => {
  it('passes everything but NUL through intact, as words and never through a shell', async () => {
    const command = ['sh', '-c', 'echo "$HOME"; `id`\n# \u001b \'quoted\'']
    const created = await jsonIn(await create({ command }))
    expect(created.command).toEqual(command)
    const problem = await problemIn(await create({ command: ['run', 'a\0b'] }))
    expect(problem).toMatchObject({ status: 422, errors: [{ path: 'command.1' }] })
  })
})

describe('a time of a year that the database or an answer does not know', () => {
  const message = 'Use a year from 1970 to 9999.'
  const early = '0000-01-01T00:00:00Z'
  const late = '9999-12-31T23:59:59-00:01'
  const monitor = async () => {
    const body = { name: 'shop', url: 'https://shop.example.com/' }
    return jsonIn(await world.call('POST', '/api/v1/monitors', { token, body }))
  }

  it.each([
    ['startsAt', { startsAt: early, endsAt: '2031-01-01T00:00:00Z' }],
    ['endsAt', { startsAt: '2031-01-01T00:00:00Z', endsAt: late }],
  ])('is refused as %s of a maintenance window', async (path, times) => {
    const body = { monitorIds: [(await monitor()).id], ...times }
    const problem = await problemIn(await world.call('POST', '/api/v1/maintenance-windows', { token, body }))
    expect(problem).toMatchObject({ status: 422, errors: [{ path, message }] })
  })

  it.each([early, late])('is refused as the end of a token: %s', async (expiresAt) => {
    const body = { name: 'pipeline', role: 'viewer', expiresAt }
    const problem = await problemIn(await world.call('POST', '/api/v1/tokens', { token, body }))
    expect(problem).toMatchObject({ status: 422, errors: [{ path: 'expiresAt', message }] })
  })

  it("is refused as the cursor of a monitor's checks", async () => {
    const path = `/api/v1/monitors/${(await monitor()).id}/checks?cursor=${early}`
    const problem = await problemIn(await world.call('GET', path, { token }))
    expect(problem).toMatchObject({ status: 422, errors: [{ path: 'cursor', message }] })
  })
})

describe('a field that nobody knows', () => {
  it('is refused wherever it stands', async () => {
    const problem = await problemIn(
      await create({ colour: 'red', healthCheck: { path: '/', port: 1 }, volumes: [{ name: 'a', source: '/etc' }] }),
    )
    expect(problem.status).toBe(422)
    expect(problem.errors.map((error) => error.path)).toEqual(
      expect.arrayContaining(['colour', 'healthCheck.port', 'volumes.0.source']),
    )
  })

  it('is refused in a patch too, as is a value that does not fit', async () => {
    const { id } = await jsonIn(await create({}))
    const patch = (body: object) => world.call('PATCH', `/api/v1/apps/${id}`, { token, body })
    expect(await problemIn(await patch({ colour: 'red' }))).toMatchObject({ status: 422, errors: [{ path: 'colour' }] })
    expect(await problemIn(await patch({ healthCheck: { path: '/a;b' } }))).toMatchObject({
      status: 422,
      errors: [{ path: 'healthCheck.path' }],
    })
  })

  it('is refused for hosts, registries, tokens and deployments', async () => {
    const { id } = await jsonIn(await create({}))
    for (const path of ['hosts', 'registries', 'tokens', `apps/${id}/deployments`]) {
      const problem = await problemIn(await world.call('POST', `/api/v1/${path}`, { token, body: { colour: 'red' } }))
      expect(problem.errors.map((error) => error.path)).toContain('colour')
    }
  })
})
