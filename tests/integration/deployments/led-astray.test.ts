import { afterAll, beforeAll, expect, it } from 'vitest'
import { appSchema } from '@/core/apps/schema'
import { createApp } from '@/services/apps/create-app'
import { cancelDeployment } from '@/services/deployments/cancel-deployment'
import { runNextDeployment } from '@/services/deployments/run-next-deployment'
import { startDeployment } from '@/services/deployments/start-deployment'
import { createMortalWorker } from '@/tests/support/mortal-worker'
import { hastyClock } from '@/tests/support/simulation/fast-clock'
import { createSimulatedWorld, type SimulatedWorld } from '@/tests/support/simulation/world'

let world: SimulatedWorld

beforeAll(async () => {
  world = await createSimulatedWorld(hastyClock(20))
})
afterAll(() => world.close())

const stopping = new AbortController().signal

/** v1 serves; v2 was taken back while its host could not be reached, so that the proxies still send users to it. */
const ledAstray = async (name: string) => {
  const { ctx, proxies } = world
  const { id: appId } = await createApp({
    ctx,
    input: appSchema.parse({
      name,
      image: 'good:v1',
      port: 3000,
      domains: [`${name}.localhost`],
      verifySeconds: 0,
      healthCheck: { deadlineSeconds: 2 },
    }),
  })
  const run = () => runNextDeployment({ ctx, input: { appId, owner: 'first', stopping } })
  const deploy = (image: string) => startDeployment({ ctx, input: { appId, trigger: 'api', image } })
  await deploy('good:v1')
  await run()
  const app = await ctx.db.app.findUniqueOrThrow({ where: { id: appId } })
  const liveSettings = { ...(app.liveSettings as object), verifySeconds: 3600 }
  await ctx.db.app.update({ where: { id: appId }, data: { liveSettings } })
  const { id } = await deploy('good:v2')
  const running = run()
  const statusOf = async () => (await ctx.db.deployment.findUniqueOrThrow({ where: { id } })).status
  await expect.poll(statusOf).toBe('verifying')
  proxies.awayFor = Number.POSITIVE_INFINITY
  await cancelDeployment({ ctx, input: { deploymentId: id } })
  await running
  proxies.awayFor = 0
  expect(await statusOf()).toBe('cancelled')
  const place = await ctx.db.appHost.findFirstOrThrow({ where: { appId } })
  const key = place.proxyKey ?? 0
  const routes = () => proxies.both.map((proxy) => proxy.routes.get(key))
  expect([place.activeSide, ...routes()]).toEqual(['a', 'b', 'b'])
  return { appId, key, routes, deploy }
}

it('users are led back before the next release is started where they still were, and stay there if it fails', async () => {
  const { ctx, proxies } = world
  const { appId, key, routes, deploy } = await ledAstray('astray')
  const { id } = await deploy('unhealthy:v3')
  const wrong: string[] = []
  // A slot is armed for a replica that is about to start.
  const worker = createMortalWorker(ctx, (call, phase) => {
    if (!proxies.serves(key).every(Boolean)) wrong.push(`nobody served at ${call}`)
    if (call === 'session.arm' && routes().join() !== 'a,a')
      wrong.push(`users were at ${routes().join()} ${phase} ${call}`)
    return false
  })
  await runNextDeployment({ ctx: worker.ctx, input: { appId, owner: 'second', stopping } })
  expect(await ctx.db.deployment.findUnique({ where: { id } })).toMatchObject({ status: 'failed' })
  expect(routes()).toEqual(['a', 'a'])
  expect(proxies.serves(key)).toEqual([true, true])
  expect(wrong).toEqual([])
})
