import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { leftOf, randomInstanceId, removeInstance, testDocker, tinyImage } from '@/tests/support/docker'
import { registryLogin, startRegistry, type TestRegistry } from '@/tests/support/registry'

const docker = testDocker()
const instanceId = randomInstanceId()
const basic = `Basic ${Buffer.from(`${registryLogin.username}:${registryLogin.password}`).toString('base64')}`

describe('the registry that tests use', () => {
  let open: TestRegistry
  let closed: TestRegistry
  let image: string

  beforeAll(async () => {
    ;[open, closed, image] = await Promise.all([startRegistry(), startRegistry({ login: true }), tinyImage(instanceId)])
  })
  afterAll(async () => {
    await Promise.all([open.stop(), closed.stop()])
    await removeInstance(instanceId)
    expect(await leftOf(instanceId)).toEqual([])
  })

  it('takes images and answers with their digest', async () => {
    const { digest } = await open.push(docker, image, 'team/sample:v1')
    const head = await fetch(`http://${open.host}/v2/team/sample/manifests/v1`, {
      method: 'HEAD',
      headers: { accept: 'application/vnd.docker.distribution.manifest.v2+json' },
    })
    expect(head.headers.get('docker-content-digest')).toBe(digest)
  })

  it('refuses who does not log in', async () => {
    await expect(closed.push(docker, image, 'sample:v1', null)).rejects.toThrow(/no basic auth|unauthorized/)
    await expect(closed.push(docker, image, 'sample:v1', { ...registryLogin, password: 'no' })).rejects.toThrow()
    await closed.push(docker, image, 'sample:v1')
    const tags = await fetch(`http://${closed.host}/v2/sample/tags/list`, { headers: { authorization: basic } })
    expect(await tags.json()).toEqual({ name: 'sample', tags: ['v1'] })
    expect((await fetch(`http://${closed.host}/v2/`)).status).toBe(401)
  })
})
