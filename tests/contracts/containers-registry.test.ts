import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '@/bin/lib/ports'
import { localEngine, randomInstanceId, removeInstance, testDocker, tinyImage } from '@/tests/support/docker'
import { registryLogin, startRegistry, type TestRegistry } from '@/tests/support/registry'

const docker = testDocker()
const instanceId = randomInstanceId()
const engine = localEngine(instanceId)
const second = 1000

describe('images from registries', () => {
  let open: TestRegistry
  let closed: TestRegistry
  let image: string

  beforeAll(async () => {
    ;[open, closed, image] = await Promise.all([startRegistry(), startRegistry({ login: true }), tinyImage(instanceId)])
  })
  afterAll(async () => {
    await Promise.all([open.stop(), closed.stop()])
    await removeInstance(instanceId)
  })

  it('resolves a tag to its digest and pulls exactly that', async () => {
    const { name, digest } = await open.push(docker, image, 'team/sample:v1')
    expect(await engine.askRegistry(name, null, 3 * second)).toBe(digest)
    const reference = `${open.host}/team/sample@${digest}`
    const messages: string[] = []
    const pulled = await engine.pull(reference, null, ({ message }) => messages.push(message))
    expect(pulled.digests).toContain(reference)
    expect(messages.length).toBeGreaterThan(0)
    expect(await engine.findImage(reference)).toMatchObject({ id: pulled.id })
  })

  it('logs in where it must, and says when the login is refused', async () => {
    const { name, digest } = await closed.push(docker, image, 'sample:v1')
    const login = { host: closed.host, ...registryLogin }
    expect(await engine.askRegistry(name, login, 3 * second)).toBe(digest)
    await engine.pull(`${closed.host}/sample@${digest}`, login, () => {})

    const wrong = { ...login, password: 'a-wrong-password' }
    for (const refused of [wrong, null]) {
      await expect(engine.askRegistry(name, refused, 3 * second)).rejects.toMatchObject({ code: 'registry_denied' })
      await expect(engine.pull(name, refused, () => {})).rejects.toMatchObject({ code: 'registry_denied' })
    }
    const said = await engine.askRegistry(name, wrong, 3 * second).catch(String)
    expect(said).not.toContain(wrong.password)
  })

  it('says that a tag or a repository does not exist', async () => {
    await open.push(docker, image, 'present:v1')
    for (const name of [`${open.host}/present:v9`, `${open.host}/absent:v1`]) {
      await expect(engine.askRegistry(name, null, 3 * second)).rejects.toMatchObject({ code: 'image_not_found' })
      await expect(engine.pull(name, null, () => {})).rejects.toMatchObject({ code: 'image_not_found' })
    }
  })

  it('says that a registry cannot be reached', async () => {
    const name = `127.0.0.1:${await freePort()}/sample:v1`
    await expect(engine.askRegistry(name, null, 3 * second)).rejects.toMatchObject({ code: 'registry_unreachable' })
    await expect(engine.pull(name, null, () => {})).rejects.toMatchObject({ code: 'registry_unreachable' })
  })

  it('gives up on a registry that says nothing', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const open = new Set<Socket>()
    server.on('connection', (socket) => open.add(socket))
    try {
      const name = `127.0.0.1:${(server.address() as AddressInfo).port}/sample:v1`
      const begun = performance.now()
      const asked = engine.askRegistry(name, null, second)
      await expect(asked).rejects.toMatchObject({ code: 'registry_unreachable' })
      expect(performance.now() - begun).toBeGreaterThan(900)
      expect(performance.now() - begun).toBeLessThan(30 * second)

      const abort = new AbortController()
      const pulling = engine.pull(name, null, () => {}, abort.signal)
      setTimeout(() => abort.abort(new Error('cancelled')), 200)
      await expect(pulling).rejects.toThrow('cancelled')
    } finally {
      for (const socket of open) socket.destroy()
      server.close()
    }
  })

  it('tags and untags under its own name', async () => {
    const found = await engine.findImage(image)
    const tag = `gapless-${instanceId}/shop:v1`
    await engine.tag(found?.id ?? '', tag)
    expect(await engine.findImage(tag)).toMatchObject({ id: found?.id })
    await engine.untag(tag)
    await engine.untag(tag)
    expect(await engine.findImage(tag)).toBeNull()
  })
})
