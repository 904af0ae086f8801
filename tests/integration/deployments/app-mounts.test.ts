import { afterAll, beforeAll, expect, it } from 'vitest'
import { createDatabase } from '@/adapters/database/client'
import type { PrismaClient } from '@/prisma/generated/client'
import { appMounts } from '@/services/deployments/app-mounts'
import { freshDatabase } from '@/tests/support/database'
import { createServiceWorld, type ServiceWorld } from '@/tests/support/service-context'
import { createSampleTeam, type SampleTeam } from '@/tests/support/team'

let db: PrismaClient
let world: ServiceWorld
let team: SampleTeam
const settings = { volumes: [{ name: 'data', mountPath: '/data', shared: false }] }

beforeAll(async () => {
  db = createDatabase(await freshDatabase())
  world = await createServiceWorld()
  team = await createSampleTeam(db, 'one')
})
afterAll(async () => {
  await world.close()
  await db.$disconnect()
})

it('an app has had a volume before once a release that has it was served, and by no other app’s', async () => {
  const { appId, releaseId, deploymentId, teamId } = team
  const { instance } = world.as(teamId)
  const mounts = async (id: string, slug: string, name = 'data') =>
    appMounts({ instance, instanceDb: db }, { id, slug }, { volumes: [{ name, mountPath: '/data', shared: false }] })
  const volume = `gapless-${instance.id}-shop-one-data`
  const become = (status: 'succeeded' | 'failed') =>
    db.deployment.update({ where: { id: deploymentId }, data: { status } })

  await become('succeeded')
  expect(await mounts(appId, 'shop-one')).toEqual([{ volume, path: '/data', hadBefore: false }])
  await db.release.update({ where: { id: releaseId }, data: { runSettings: settings } })
  await become('failed')
  expect(await mounts(appId, 'shop-one')).toMatchObject([{ hadBefore: false }])
  await become('succeeded')
  expect(await mounts(appId, 'shop-one')).toMatchObject([{ hadBefore: true }])
  expect(await mounts(appId, 'shop-one', 'dat')).toMatchObject([{ hadBefore: false }])
  // Two names put together may be the same as two others.
  expect(await mounts('another', 'shop', 'one-data')).toEqual([{ volume, path: '/data', hadBefore: false }])
})
