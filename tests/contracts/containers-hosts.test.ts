import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { createContainers } from '@/adapters/docker/create-containers'
import { freePort } from '@/bin/lib/ports'
import type { ContainerEngine, ContainerLogLine } from '@/core/ports/containers'
import type { HostEndpoint } from '@/core/ports/host-target'
import { dockerClients, leftOf, randomInstanceId, removeInstance, sampleImage } from '@/tests/support/docker'
import { type TestEndpoint, tlsEndpoint } from '@/tests/support/docker-endpoints'
import { type SshEndpoint, sshEndpoint } from '@/tests/support/ssh-endpoint'

const instanceId = randomInstanceId()
const containers = createContainers(dockerClients())
const engineAt = (endpoint: HostEndpoint, id = 'host'): ContainerEngine =>
  containers.engine({ id, instanceId, endpoint, engineId: null, anyAddress: true })
const socket = { type: 'socket', path: '/var/run/docker.sock' } as const

/** What a deployment needs of a host, done once: image, network, start, events, logs, stop. */
async function runThrough(engine: ContainerEngine, name: string): Promise<void> {
  const image = await sampleImage('v1')
  const network = await engine.ensureNetwork('hosts')
  const abort = new AbortController()
  const events = engine.watch(abort.signal)[Symbol.asyncIterator]()
  const first = events.next()
  const state = await engine.run({
    name: `gapless-${instanceId}-${name}`,
    labels: { 'gapless.instance': instanceId, 'gapless.role': 'app' },
    image,
    env: {},
    network: { name: network.name },
    mounts: [],
    stopGraceSeconds: 5,
  })
  expect((await first).value).toEqual({ name: state.name, event: 'start' })
  const followed: ContainerLogLine[] = []
  for await (const line of engine.followLogs(state.name, 10, AbortSignal.timeout(20_000))) {
    followed.push(line)
    if (followed.length === 1) await engine.stop(state.name, 5)
  }
  expect(followed.length).toBeGreaterThan(0)
  expect(await engine.waitForExit(state.name)).toBe(0)
  abort.abort()
  await engine.remove(state.name)
}

describe('ways to an engine', () => {
  let tls: TestEndpoint<'tcp'>
  let ssh: SshEndpoint

  beforeAll(async () => {
    ;[tls, ssh] = await Promise.all([tlsEndpoint(), sshEndpoint()])
  })
  afterEach(() => vi.unstubAllEnvs())
  afterAll(async () => {
    await removeInstance(instanceId)
    await Promise.all([tls.stop(), ssh.stop()])
    expect(await leftOf(instanceId)).toEqual([])
  })

  it('drives one over TCP with TLS', async () => {
    await runThrough(engineAt(tls.endpoint), 'tls')
    expect(tls.accepted()).toBeGreaterThan(0)
  })

  it('drives one over SSH, on one connection', async () => {
    await runThrough(engineAt(ssh.endpoint), 'ssh')
    expect(ssh.accepted()).toBe(1)
  })

  it('refuses an SSH server with another key than the pinned one', async () => {
    const other = await sshEndpoint()
    try {
      const endpoint = { ...ssh.endpoint, hostKey: other.endpoint.hostKey }
      const before = ssh.accepted()
      await expect(engineAt(endpoint).info()).rejects.toMatchObject({ code: 'host_refused' })
      expect(ssh.accepted()).toBe(before)
    } finally {
      await other.stop()
    }
  })

  it('says that an SSH login is refused, without the key', async () => {
    const endpoint = { ...ssh.endpoint, username: 'somebody' }
    const error: unknown = await engineAt(endpoint)
      .info()
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'host_refused' })
    expect(String(error)).not.toContain('PRIVATE KEY')
  })

  it('refuses a TLS server of another authority', async () => {
    const other = await tlsEndpoint()
    try {
      const endpoint = { ...tls.endpoint, tls: { ...tls.endpoint.tls, ca: other.endpoint.tls.ca } }
      await expect(engineAt(endpoint).info()).rejects.toMatchObject({ code: 'host_refused' })
    } finally {
      await other.stop()
    }
  })

  it('says that nobody answers', async () => {
    const port = await freePort()
    for (const endpoint of [
      { type: 'socket', path: '/nonexistent/docker.sock' } as const,
      { ...tls.endpoint, port },
      { ...ssh.endpoint, port },
    ]) {
      await expect(engineAt(endpoint).info()).rejects.toMatchObject({ code: 'host_unreachable' })
    }
  })

  it('talks to the host it was given, whatever DOCKER_HOST says', async () => {
    vi.stubEnv('DOCKER_HOST', `tcp://127.0.0.1:${await freePort()}`)
    vi.stubEnv('DOCKER_TLS_VERIFY', '1')
    expect((await engineAt(socket, 'with-docker-host').info()).cpus).toBeGreaterThan(0)
  })
})
