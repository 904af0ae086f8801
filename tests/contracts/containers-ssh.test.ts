import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type Dockerode from 'dockerode'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createContainers } from '@/adapters/docker/create-containers'
import type { ContainerEngine } from '@/core/ports/containers'
import type { HostEndpoint } from '@/core/ports/host-target'
import {
  dockerClients,
  leftOf,
  randomInstanceId,
  removeInstance,
  sampleImage,
  testDocker,
  tinyImage,
} from '@/tests/support/docker'
import { type SshEndpoint, sshEndpoint } from '@/tests/support/ssh-endpoint'

const instanceId = randomInstanceId()
const clients = dockerClients()
const containers = createContainers(clients)

/** A key of this kind that nobody has. */
const keyOfKind = (kind: string): string => {
  const blob = Buffer.from(`\0\0\0${String.fromCharCode(kind.length)}${kind}`)
  return `${kind} ${Buffer.concat([blob, Buffer.alloc(85)]).toString('base64')}`
}

describe('an engine behind SSH', () => {
  let ssh: SshEndpoint
  let docker: Dockerode
  let engine: ContainerEngine
  const engineAt = (endpoint: HostEndpoint, id: string) =>
    containers.engine({ id, instanceId, endpoint, engineId: null, anyAddress: true })

  const started = async (name: string): Promise<string> => {
    const network = await engine.ensureNetwork('ssh')
    const state = await engine.run({
      name: `gapless-${instanceId}-${name}`,
      labels: { 'gapless.instance': instanceId, 'gapless.role': 'app' },
      image: await sampleImage('v1'),
      env: {},
      network: { name: network.name },
      mounts: [],
      stopGraceSeconds: 1,
    })
    return state.name
  }

  beforeAll(async () => {
    ssh = await sshEndpoint()
    docker = clients({ id: 'ssh', endpoint: ssh.endpoint, anyAddress: true })
    engine = engineAt(ssh.endpoint, 'ssh')
  })
  afterAll(async () => {
    await removeInstance(instanceId)
    await ssh.stop()
    expect(await leftOf(instanceId)).toEqual([])
  })

  it('talks to a program in a container, both ways, until either ends', async () => {
    const name = await started('talk')
    // Answers each line; ends when its input does.
    const script = `process.stdin.on('data', (text) => process.stdout.write('heard ' + text))`
    const exec = await docker.getContainer(name).exec({
      Cmd: ['node', '-e', script],
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
    })
    const stream = await exec.start({ hijack: true, stdin: true })
    for (const word of ['one', 'größer']) {
      stream.write(`${word}\n`)
      const [answer] = await once(stream, 'data')
      expect(String(answer)).toContain(`heard ${word}`)
    }
    stream.end()
    await finished(stream.resume(), { writable: false })
    expect(await exec.inspect()).toMatchObject({ Running: false, ExitCode: 0 })
    await engine.remove(name)
  })

  it('carries an image there', async () => {
    const tag = await tinyImage(instanceId)
    const archive = await testDocker().getImage(tag).get()
    await testDocker().getImage(tag).remove()
    expect(await engine.findImage(tag)).toBeNull()
    await finished((await docker.loadImage(archive)).resume())
    expect(await engine.findImage(tag)).not.toBeNull()
  })

  it('takes any kind of host key that the server has, and asks for that kind', async () => {
    for (const hostKey of [ssh.otherHostKey, `127.0.0.1 ${ssh.endpoint.hostKey}`, `[127.0.0.1]:22 ${ssh.otherHostKey}`])
      expect((await engineAt({ ...ssh.endpoint, hostKey }, 'other-key').info()).cpus).toBeGreaterThan(0)
  })

  it('refuses a server that has no key of the pinned kind', async () => {
    const hostKey = keyOfKind('ecdsa-sha2-nistp256')
    await expect(engineAt({ ...ssh.endpoint, hostKey }, 'no-such-key').info()).rejects.toMatchObject({
      code: 'host_refused',
    })
  })

  it('fails what was under way when the connection breaks, and connects anew', async () => {
    const abort = new AbortController()
    const events = engine.watch(abort.signal)[Symbol.asyncIterator]()
    const first = events.next()
    const name = await started('broken-off')
    expect((await first).value).toEqual({ name, event: 'start' })
    const log = engine.followLogs(name, 10, abort.signal)[Symbol.asyncIterator]()
    await log.next()
    const before = ssh.accepted()

    const underWay = [events.next(), log.next(), engine.waitForExit(name)]
    ssh.breakOff()
    for (const call of await Promise.allSettled(underWay))
      expect(call).toMatchObject({ status: 'rejected', reason: { code: 'host_unreachable' } })
    expect(await engine.inspect(name)).toMatchObject({ status: 'running' })
    expect(ssh.accepted()).toBe(before + 1)
    await engine.remove(name)
  })
})
