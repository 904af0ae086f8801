import { afterAll, beforeAll, expect, it } from 'vitest'
import { appSchema } from '@/core/apps/schema'
import { createApp } from '@/services/apps/create-app'
import { cancelDeployment } from '@/services/deployments/cancel-deployment'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { event } from '@/tests/support/event'
import { hastyClock } from '@/tests/support/simulation/fast-clock'
import { createSimulatedWorld, type SimulatedWorld } from '@/tests/support/simulation/world'

let world: SimulatedWorld

beforeAll(async () => {
  world = await createSimulatedWorld(hastyClock(20))
})
afterAll(() => world.close())

const begin = (appId: string) => startDeployment({ ctx: world.ctx, input: { appId, trigger: 'api', image: 'good:v1' } })
const statusOf = async (id: string) => (await world.ctx.db.deployment.findUniqueOrThrow({ where: { id } })).status

it('a command whose container is made only after its deployment was cancelled starts beside no other', async () => {
  const { ctx, engine } = world
  const domains = ['slow.localhost']
  const settings = { name: 'slow', image: 'good:v1', port: 3000, domains, preDeploy: { command: ['migrate'] } }
  const { id: appId } = await createApp({ ctx, input: appSchema.parse({ ...settings, verifySeconds: 0 }) })
  const [asked, made, ended] = [event(), event(), event()]
  const runs: Promise<unknown>[] = []
  const first = await begin(appId)
  engine.making = made.happened
  engine.ending = ended.happened
  const slow: typeof engine.port.runOnce = async (...args) => {
    asked.happen()
    const running = engine.port.runOnce(...args)
    runs.push(running)
    return running
  }
  const containers = { engine: () => ({ ...engine.port, runOnce: slow }) }
  const stopping = new AbortController().signal
  const working = runNextDeployment({ ctx: { ...ctx, containers }, input: { appId, owner: 'worker', stopping } })
  await asked.happened
  engine.making = Promise.resolve()
  await cancelDeployment({ ctx, input: { deploymentId: first.id } })
  const second = await begin(appId)
  await expect.poll(() => engine.started).toEqual([expect.stringContaining('-slow-d2-pre')])
  expect(await statusOf(first.id)).toBe('cancelled')

  made.happen()
  await Promise.allSettled(runs.slice(0, 1))
  expect(engine.started).toHaveLength(1)
  expect([...engine.containers.keys()]).toEqual([expect.stringContaining('-slow-d2-pre')])
  ended.happen()
  await working
  expect(await statusOf(second.id)).toBe('succeeded')
})
