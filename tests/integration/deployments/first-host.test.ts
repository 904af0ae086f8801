import { afterAll, beforeAll, expect, it } from 'vitest'
import { appSchema } from '@/core/apps/schema'
import { createApp } from '@/services/apps/create-app'
import type { Context } from '@/services/context'
import { loadRun } from '@/services/deployments/run'
import { startDeployment } from '@/services/deployments/start-deployment'
import { createServiceWorld, type ServiceWorld } from '@/tests/support/service-context'

let world: ServiceWorld
let ctx: Context

beforeAll(async () => {
  world = await createServiceWorld()
  const teamId = await world.addTeam()
  ctx = world.as(teamId, { type: 'system', id: 'gapless', name: 'Gapless' })
  const endpoint = { type: 'socket', path: '/var/run/other.sock' }
  await world.database.host.create({ data: { teamId, name: 'other', endpoint, publicAddress: '127.0.0.1' } })
})
afterAll(() => world.close())

it('whoever takes a deployment over finds its hosts in the same order, whatever was written about them', async () => {
  const hosts = ['local', 'other']
  const input = appSchema.parse({ name: 'two', image: 'good:v1', port: 3000, domains: ['two.localhost'], hosts })
  const { id: appId } = await createApp({ ctx, input })
  const { id } = await startDeployment({ ctx, input: { appId, trigger: 'api' } })
  const order = async () => (await loadRun(ctx, id)).places.map((place) => place.hostId)
  const before = await order()
  // A row that is written anew comes last where nobody says in which order.
  await ctx.db.appHost.updateMany({ where: { appId, hostId: before[0] ?? '' }, data: { activeSide: 'a' } })
  expect(await order()).toEqual(before)
})
