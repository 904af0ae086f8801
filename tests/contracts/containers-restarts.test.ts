import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createContainers } from '@/adapters/docker/create-containers'
import type { ContainerSpec } from '@/core/ports/containers'
import {
  dockerClients,
  leftOf,
  localEngine,
  randomInstanceId,
  removeInstance,
  sampleImage,
  testDocker,
} from '@/tests/support/docker'
import { leaveOver } from '@/tests/support/left-over'
import { openLine } from '@/tests/support/socket-line'

const docker = testDocker()
const instanceId = randomInstanceId()
const engine = localEngine(instanceId)

/** Ends the container's process as a crash would: Docker's own kill switches its restart policy off. */
async function crash(name: string): Promise<void> {
  const { State, Config } = await docker.getContainer(name).inspect()
  if (!State.Pid || Config.Labels['gapless.instance'] !== instanceId)
    throw new Error(`${name} does not run, or is not ours`)
  process.kill(State.Pid, 'SIGKILL')
}

describe('containers that crash', () => {
  let image: string

  const spec = async (name: string, more: Partial<ContainerSpec> = {}): Promise<ContainerSpec> => ({
    name: `gapless-${instanceId}-${name}`,
    labels: { 'gapless.instance': instanceId, 'gapless.role': 'app' },
    image,
    env: {},
    network: { name: (await engine.ensureNetwork('crashes')).name },
    mounts: [],
    stopGraceSeconds: 1,
    ...more,
  })

  beforeAll(async () => {
    image = await sampleImage('v1')
  })
  afterAll(async () => {
    await removeInstance(instanceId)
    expect(await leftOf(instanceId)).toEqual([])
  })

  it('are started again where they serve, and stay as they ended where they do not yet', async () => {
    const { staticFirst, staticLast, name: network } = await engine.ensureNetwork('crashes')
    const serving = await engine.run(await spec('serving', { network: { name: network, address: staticFirst } }))
    const starting = await engine.run(await spec('starting', { network: { name: network, address: staticLast } }))
    await engine.keepRunning(serving.name)

    await crash(starting.name)
    expect(await engine.waitForExit(starting.name)).toBe(137)
    const abort = new AbortController()
    const events = engine.watch(abort.signal)[Symbol.asyncIterator]()
    const died = events.next()
    await crash(serving.name)
    expect((await died).value).toEqual({ name: serving.name, event: 'die' })
    expect((await events.next()).value).toEqual({ name: serving.name, event: 'start' })
    abort.abort()
    expect(await events.next()).toMatchObject({ done: true })

    expect(await engine.inspect(serving.name)).toMatchObject({ status: 'running', restarts: 1, address: staticFirst })
    const ended = { status: 'exited', exitCode: 137, outOfMemory: false, restarts: 0 }
    expect(await engine.inspect(starting.name)).toMatchObject(ended)
    // A step that is repeated starts it again, the same one.
    expect(await engine.run(await spec('starting'))).toMatchObject({
      id: starting.id,
      status: 'running',
      address: staticLast,
    })
  })

  it('are made anew under their name and address where the engine cannot start them any more', async () => {
    const { staticFirst, name: network } = await engine.ensureNetwork('crashes')
    const wanted = await spec('left-over', { network: { name: network, address: staticFirst } })
    await engine.stop(`gapless-${instanceId}-serving`, 1)
    const before = await engine.run(wanted)
    const clear = await leaveOver(before.name)
    await expect(docker.getContainer(before.name).start()).rejects.toThrow(/exists/)
    const after = await engine.run(wanted)
    expect(after).toMatchObject({ status: 'running', address: staticFirst })
    expect(after.id).not.toBe(before.id)
    clear()
  })

  it('are not made anew where they must not run twice: the engine may have died before it could say that they had', async () => {
    const wanted = await spec('once')
    const { name, labels, image: Image } = wanted
    const { id } = await docker.createContainer({ name, Image, Labels: { ...labels } })
    const clear = await leaveOver(name, { runs: false })
    try {
      await expect(engine.runOnce(wanted, async () => undefined)).rejects.toMatchObject({ code: 'engine_error' })
      expect(await engine.inspect(name)).toMatchObject({ id, startedAt: null })
    } finally {
      clear()
    }
  })

  it('are made and not started where that is no longer wanted by then', async () => {
    const wanted = await spec('late')
    const late = async () => Promise.reject(new Error('too late'))
    await expect(engine.runOnce(wanted, late)).rejects.toThrow('too late')
    expect(await engine.inspect(wanted.name)).toMatchObject({ status: 'created', startedAt: null })
    expect(await engine.runOnce(wanted, async () => undefined)).toMatchObject({ status: 'running' })
  })

  it('are not waited for any more where the engine goes away meanwhile', async () => {
    const line = await openLine('/var/run/docker.sock')
    const over = createContainers(dockerClients()).engine({
      id: 'line',
      instanceId,
      endpoint: { type: 'socket', path: line.path },
      engineId: null,
      anyAddress: true,
    })
    const { name } = await engine.run(await spec('awaited'))
    const answered = line.answered('/wait')
    const waiting = over.waitForExit(name)
    await answered
    line.cut()
    await expect(waiting).rejects.toMatchObject({ code: 'host_unreachable' })
    await line.close()
  })

  it('can be stopped between a crash and the next start', async () => {
    const { name } = await engine.run(await spec('crash-loop', { env: { BROKEN: 'exits-at-once' } }))
    await engine.waitForExit(name)
    await engine.keepRunning(name)
    await docker.getContainer(name).start()
    const events = engine.watch(AbortSignal.timeout(20_000))[Symbol.asyncIterator]()
    while ((await engine.inspect(name))?.restarts === 0) await events.next()
    await engine.stop(name, 1)
    expect(await engine.inspect(name)).toMatchObject({ status: 'exited' })
    const { restarts } = (await engine.inspect(name)) ?? { restarts: -1 }
    const { name: other } = await engine.run(await spec('after'))
    expect((await engine.inspect(name))?.restarts).toBe(restarts)
    await engine.remove(name)
    await engine.remove(other)
  })
})

describe('networks of two teams', () => {
  const run = async (name: string, team: string, command?: string[]) =>
    engine.run({
      name: `gapless-${instanceId}-${name}`,
      labels: { 'gapless.instance': instanceId, 'gapless.role': 'app' },
      image: await sampleImage('v1'),
      env: {},
      ...(command ? { command } : {}),
      network: { name: (await engine.ensureNetwork(team)).name },
      mounts: [],
      stopGraceSeconds: 1,
    })
  afterAll(() => removeInstance(instanceId))

  it('do not reach each other', async () => {
    const target = await run('target', 'one')
    // Exit 0: answered; 7: no connection within two seconds, asked again while the app may still be starting.
    const script = `const { connect } = require('node:net')
      const attempt = () => { const socket = connect(3000, '${target.address}')
        socket.on('connect', () => process.exit(0))
        socket.on('error', () => setTimeout(attempt, 50)) }
      attempt(); setTimeout(() => process.exit(7), 2000)`
    const [friend, foe] = await Promise.all([
      run('friend', 'one', ['node', '-e', script]),
      run('foe', 'two', ['node', '-e', script]),
    ])
    expect(await engine.waitForExit(friend.name)).toBe(0)
    expect(await engine.waitForExit(foe.name)).toBe(7)
  })
})
