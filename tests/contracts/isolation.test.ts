import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startThrowawayPostgres } from '@/bin/lib/throwaway-postgres'
import type { ContainerState, TeamNetwork } from '@/core/ports/containers'
import { localEngine, randomInstanceId, removeInstance, sampleImage, testDocker } from '@/tests/support/docker'
import { type Aim, aimsAt, answering, trying } from '@/tests/support/reach'
import { startThrowawayRedis } from '@/tests/support/redis'

const docker = testDocker()
const instanceId = randomInstanceId()
const engine = localEngine(instanceId)

let image: string
let networks: Record<'one' | 'two', TeamNetwork>
let target: ContainerState
let stranger: ContainerState
let count = 0

beforeAll(async () => {
  image = await sampleImage('v1')
  networks = { one: await engine.ensureNetwork('one'), two: await engine.ensureNetwork('two') }
  target = await run('one', answering)
  stranger = await run('two', answering)
  for await (const { line } of engine.followLogs(target.name, 10, AbortSignal.timeout(60_000))) {
    if (line === 'answering') break
  }
})
afterAll(() => removeInstance(instanceId))

const run = (team: 'one' | 'two', command: string[]): Promise<ContainerState> => {
  count += 1
  return engine.run({
    name: `gapless-${instanceId}-${team}-${count}`,
    labels: { 'gapless.instance': instanceId, 'gapless.role': 'task', 'gapless.team': team },
    image,
    env: {},
    command,
    network: { name: networks[team].name },
    mounts: [],
    stopGraceSeconds: 1,
  })
}

/** Whether a container of the team gets at each of these. */
const reaches = async (team: 'one' | 'two', aims: readonly Aim[]): Promise<boolean[]> => {
  const { name } = await run(team, trying(aims))
  expect(await engine.waitForExit(name)).toBe(0)
  const [last] = (await engine.logs(name, 1)).map(({ line }) => line)
  return z.array(z.boolean()).parse(JSON.parse(last ?? ''))
}

/** Whether an echo comes back to a container that may do what ours may not: send whatever packet it likes. */
const pings = async (team: 'one' | 'two', address: string): Promise<boolean> => {
  const container = await docker.createContainer({
    Image: image,
    User: '0',
    Cmd: ['ping', '-c', '1', '-W', '2', address],
    Labels: { 'gapless.instance': instanceId },
    HostConfig: { NetworkMode: networks[team].name },
  })
  await container.start()
  return z.object({ StatusCode: z.int() }).parse(await container.wait()).StatusCode === 0
}

/** The addresses that the machine itself has on both teams' bridges. */
const gateways = async (): Promise<string[]> =>
  Promise.all(
    [target, stranger].map(async ({ id, network }) => {
      const { NetworkSettings } = await docker.getContainer(id).inspect()
      return z.ipv4().parse(NetworkSettings.Networks[network ?? '']?.Gateway)
    }),
  )

const byName = (): Aim[] => [
  { kind: 'name', host: target.name },
  { kind: 'name', host: target.id.slice(0, 12) },
]

describe('a container of one team', () => {
  it("is reached by the team's own, by address and by name", async () => {
    const aims: Aim[] = [...aimsAt(target.address ?? ''), { kind: 'name', host: target.name }]
    expect(await reaches('one', aims)).toEqual(aims.map(() => true))
    expect(await pings('one', target.address ?? '')).toBe(true)
  })

  it("is reached by no packet of another team's: not by address, name, or the bridges' own addresses", async () => {
    const aims: Aim[] = [...aimsAt(target.address ?? ''), ...byName(), ...(await gateways()).flatMap(aimsAt)]
    expect(await reaches('two', aims)).toEqual(aims.map(() => false))
    expect(await pings('two', target.address ?? '')).toBe(false)
  })

  it("gets at neither the engine nor the platform's own stores on the machine it runs on", async () => {
    const [postgres, redis] = [await startThrowawayPostgres(), await startThrowawayRedis()]
    try {
      const ports = [2375, 2376, Number(new URL(postgres.url).port), Number(new URL(redis.url).port)]
      const aims = (await gateways()).flatMap((host) => ports.map((port): Aim => ({ kind: 'tcp', host, port })))
      expect(await reaches('one', aims)).toEqual(aims.map(() => false))
    } finally {
      await redis.stop()
      await postgres.stop()
    }
  })

  it('opens no port of the machine', async () => {
    const { HostConfig, NetworkSettings } = await docker.getContainer(target.id).inspect()
    expect([HostConfig.PortBindings ?? {}, NetworkSettings.Ports ?? {}]).toEqual([{}, {}])
    expect(Object.keys(NetworkSettings.Networks)).toEqual([networks.one.name])
  })
})
