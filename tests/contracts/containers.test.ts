import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ContainerSpec, TeamNetwork } from '@/core/ports/containers'
import { leftOf, localEngine, randomInstanceId, removeInstance, sampleImage, testDocker } from '@/tests/support/docker'

const docker = testDocker()
const instanceId = randomInstanceId()
const strangerId = randomInstanceId()
const engine = localEngine(instanceId)
const stranger = localEngine(strangerId)

const addressNumber = (address: string | null): number =>
  (address ?? '').split('.').reduce((sum, part) => sum * 256 + Number(part), 0)

describe('containers on Docker', () => {
  let image: string
  let network: TeamNetwork

  const spec = (name: string, more: Partial<ContainerSpec> = {}): ContainerSpec => ({
    name: `gapless-${instanceId}-${name}`,
    labels: { 'gapless.instance': instanceId, 'gapless.role': 'app', 'gapless.app': name },
    image,
    env: {},
    network: { name: network.name },
    mounts: [],
    stopGraceSeconds: 1,
    ...more,
  })

  beforeAll(async () => {
    image = await sampleImage('v1')
    network = await engine.ensureNetwork('team')
  })
  afterAll(async () => {
    await removeInstance(instanceId)
    await removeInstance(strangerId)
    expect([...(await leftOf(instanceId)), ...(await leftOf(strangerId))]).toEqual([])
  })

  it('gives each team a network of its own, and the same one to callers at once', async () => {
    const made = await Promise.all([
      engine.ensureNetwork('race'),
      engine.ensureNetwork('race'),
      engine.ensureNetwork('other'),
      stranger.ensureNetwork('race'),
    ])
    expect(made[1]).toEqual(made[0])
    expect(new Set([...made, network].map((one) => one.subnet)).size).toBe(4)
    const sameName = (await docker.listNetworks()).filter((one) => one.Name === made[0].name)
    expect(sameName).toHaveLength(1)
    await engine.removeNetwork('race')
    await engine.removeNetwork('other')
    expect(await leftOf(instanceId)).toEqual([`network ${network.name}`])
  })

  it('heals a network that exists twice, keeping the older one', async () => {
    const first = await engine.ensureNetwork('twice')
    const labels = { 'gapless.instance': instanceId }
    await docker.createNetwork({ Name: first.name, CheckDuplicate: false, Labels: labels })
    expect((await docker.listNetworks()).filter((one) => one.Name === first.name)).toHaveLength(2)
    expect(await engine.ensureNetwork('twice')).toEqual(first)
    expect((await docker.listNetworks()).filter((one) => one.Name === first.name)).toHaveLength(1)
    await engine.removeNetwork('twice')
  })

  it('leaves a network of that name alone that is not ours', async () => {
    const foreign = await docker.createNetwork({ Name: `gapless-${instanceId}-taken` })
    try {
      await expect(engine.ensureNetwork('taken')).rejects.toMatchObject({ code: 'not_ours' })
      await expect(engine.removeNetwork('taken')).rejects.toMatchObject({ code: 'not_ours' })
      expect(await foreign.inspect()).toMatchObject({ Name: `gapless-${instanceId}-taken` })
    } finally {
      await foreign.remove()
    }
  })

  it('starts hardened, on the address it was given, and finds what it made', async () => {
    const wanted = spec('hardened', { network: { name: network.name, address: network.staticFirst } })
    const state = await engine.run(wanted)
    expect(state).toMatchObject({ status: 'running', address: network.staticFirst, restarts: 0, exitCode: null })
    expect(await engine.run(wanted)).toMatchObject({ id: state.id })
    expect(await engine.list({ 'gapless.app': 'hardened' })).toMatchObject([{ id: state.id }])

    const { HostConfig: host } = await docker.getContainer(state.id).inspect()
    expect(host.SecurityOpt).toContain('no-new-privileges')
    expect(host.CapDrop).toContain('NET_RAW')
    expect(host.PidsLimit).toBeGreaterThan(0)
    expect(host.LogConfig).toEqual({ Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } })
    expect(host.Privileged).toBe(false)
    await engine.remove(wanted.name)
    expect(await engine.inspect(wanted.name)).toBeNull()
  })

  it('hands out dynamic addresses outside the range that is ours', async () => {
    const { name, address } = await engine.run(spec('dynamic'))
    expect(addressNumber(address)).toBeGreaterThan(addressNumber(network.staticLast))
    await engine.remove(name)
  })

  it('never touches what belongs to another instance', async () => {
    const { name, id } = await engine.run(spec('foreign'))
    expect(await stranger.inspect(name)).toBeNull()
    expect(await stranger.list({ 'gapless.role': 'app' })).toEqual([])
    await expect(stranger.stop(name, 0)).rejects.toMatchObject({ code: 'not_ours' })
    await expect(stranger.remove(name)).rejects.toMatchObject({ code: 'not_ours' })
    await expect(stranger.keepRunning(name)).rejects.toMatchObject({ code: 'not_ours' })
    await expect(stranger.waitForExit(name)).rejects.toMatchObject({ code: 'not_ours' })
    await expect(stranger.logs(name, 10)).rejects.toThrow()
    const taken = { ...spec('foreign'), labels: { 'gapless.instance': strangerId, 'gapless.role': 'app' as const } }
    await expect(stranger.run(taken)).rejects.toMatchObject({ code: 'not_ours' })
    await expect(stranger.run(spec('mine'))).rejects.toMatchObject({ code: 'not_ours' })
    await expect(engine.tag(image, 'alpine:latest')).rejects.toMatchObject({ code: 'not_ours' })
    await expect(engine.untag(`gapless-${strangerId}/app:v1`)).rejects.toMatchObject({ code: 'not_ours' })
    expect(await engine.inspect(name)).toMatchObject({ id, status: 'running' })
    await engine.remove(name)
  })

  it('keeps a volume of another instance', async () => {
    const volume = `gapless-${instanceId}-app-data`
    await docker.createVolume({ Name: volume, Labels: { 'gapless.instance': instanceId } })
    await expect(stranger.removeVolume(volume)).rejects.toMatchObject({ code: 'not_ours' })
    const mounting = {
      ...spec('thief', { mounts: [{ volume, path: '/data', hadBefore: true }] }),
      name: `gapless-${strangerId}-thief`,
    }
    const labels = { 'gapless.instance': strangerId, 'gapless.role': 'app' as const }
    await expect(stranger.run({ ...mounting, labels })).rejects.toMatchObject({ code: 'not_ours' })
    expect(await leftOf(instanceId)).toContain(`volume ${volume}`)
    await engine.removeVolume(volume)
    await engine.removeVolume(volume)
    expect(await leftOf(instanceId)).not.toContain(`volume ${volume}`)
  })

  it("gives a team neither another's volume nor another's container, whatever they are called", async () => {
    const volume = `gapless-${instanceId}-shop-data`
    const of = (name: string, team: string): ContainerSpec => {
      const plain = spec(name, { mounts: [{ volume, path: '/data', hadBefore: true }] })
      return { ...plain, labels: { ...plain.labels, 'gapless.team': team } }
    }
    const { id } = await engine.run(of('owner', 'one'))
    await expect(engine.run(of('thief', 'two'))).rejects.toMatchObject({ code: 'not_ours' })
    await expect(engine.run({ ...of('owner', 'two'), mounts: [] })).rejects.toMatchObject({ code: 'not_ours' })
    expect(await engine.run(of('owner', 'one'))).toMatchObject({ id })
    await engine.remove(spec('owner').name)
    await expect(engine.run(of('thief', 'two'))).rejects.toMatchObject({ code: 'not_ours' })
    expect(await engine.run(of('heir', 'one'))).toMatchObject({ status: 'running' })
    await engine.remove(spec('heir').name)
    await engine.removeVolume(volume)
  })

  it('gives a volume that has no team on it to the app alone that has used it before', async () => {
    const volume = `gapless-${instanceId}-old-data`
    await docker.createVolume({ Name: volume, Labels: { 'gapless.instance': instanceId } })
    const of = (name: string, hadBefore: boolean): ContainerSpec => {
      const plain = spec(name, { mounts: [{ volume, path: '/data', hadBefore }] })
      return { ...plain, labels: { ...plain.labels, 'gapless.team': 'one' } }
    }
    await expect(engine.run(of('newcomer', false))).rejects.toMatchObject({ code: 'not_ours' })
    expect(await engine.inspect(spec('newcomer').name)).toBeNull()
    expect(await engine.run(of('owner', true))).toMatchObject({ status: 'running' })
    await engine.remove(spec('owner').name)
    await engine.removeVolume(volume)
  })

  it('finds an image by its name or its whole id, and not by how an id begins', async () => {
    const found = await engine.findImage(image)
    const id = found?.id ?? ''
    expect(await engine.findImage(id)).toEqual(found)
    const short = id.slice('sha256:'.length, 'sha256:'.length + 12)
    for (const part of [short, `sha256:${short}`, id.slice('sha256:'.length)]) {
      expect(await docker.getImage(part).inspect()).toMatchObject({ Id: id })
      expect(await engine.findImage(part)).toBeNull()
    }
  })

  it('stops what ignores SIGTERM, for good', async () => {
    const { name } = await engine.run(spec('stubborn', { env: { BROKEN: 'ignores-sigterm' } }))
    await engine.keepRunning(name)
    const begun = performance.now()
    await engine.stop(name, 1)
    expect(performance.now() - begun).toBeGreaterThan(900)
    expect(await engine.inspect(name)).toMatchObject({ status: 'exited', exitCode: 137, outOfMemory: false })
    await engine.stop(name, 1)
    await engine.remove(name)
    await engine.stop(name, 1)
    await engine.remove(name)
  })

  it('tells of ends and starts as they happen, and restarts on the same address', async () => {
    const abort = new AbortController()
    const events = engine.watch(abort.signal)[Symbol.asyncIterator]()
    const first = events.next()
    const name = spec('dying').name
    const seen: string[] = []
    const address = network.staticLast
    await engine.run(spec('dying', { env: { BROKEN: 'dies-after:1' }, network: { name: network.name, address } }))
    await engine.keepRunning(name)
    for (let next = await first; seen.length < 3; next = await events.next()) {
      if (next.value?.name === name) seen.push(next.value.event)
      if (next.done || seen.length === 3) break
    }
    abort.abort()
    expect(seen).toEqual(['start', 'die', 'start'])
    expect(await engine.inspect(name)).toMatchObject({ status: 'running', address, restarts: 1 })
    await engine.remove(name)
  })

  it('tells running out of memory from any other end', async () => {
    const hog = spec('hog', { env: { BROKEN: 'memory-hog' }, memoryBytes: 128 * 1024 * 1024 })
    await engine.run(hog)
    expect(await engine.waitForExit(hog.name)).toBe(137)
    expect(await engine.inspect(hog.name)).toMatchObject({ status: 'exited', outOfMemory: true })
    await engine.remove(hog.name)
  })

  it('reads the last words of a container that ended', async () => {
    const { name } = await engine.run(spec('ended', { env: { BROKEN: 'exits-at-once' } }))
    expect(await engine.waitForExit(name)).toBe(1)
    const lines = await engine.logs(name, 50)
    expect(lines).toMatchObject([{ stream: 'stderr', line: 'cannot start: DATABASE_URL is not set' }])
    await engine.remove(name)
  })

  it('stops waiting when it is told to', async () => {
    const { name } = await engine.run(spec('waited-for'))
    const abort = new AbortController()
    const waiting = engine.waitForExit(name, abort.signal)
    abort.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    expect(await engine.usage(name)).toMatchObject({ memoryBytes: expect.any(Number) })
    await engine.remove(name)
  })
})
