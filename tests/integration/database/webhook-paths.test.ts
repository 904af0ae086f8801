import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { shownOf } from '@/core/channels/shown'
import { createServiceWorld, type ServiceWorld } from '@/tests/support/service-context'

let world: ServiceWorld
beforeAll(async () => {
  world = await createServiceWorld()
})
afterAll(() => world.close())

it('Channels that were made before paths were masked show of theirs what a new one shows', async () => {
  const teamId = await world.addTeam()
  const { database } = world
  const urls = [
    'https://pager.example/',
    'http://127.0.0.1:9/hook/s3cret',
    'https://chat.example/api/webhooks/1/s3cretWXYZ',
  ]
  for (const url of urls) {
    const data = { teamId, name: url, type: 'webhook' as const, configSealed: '', shown: { url }, events: [] }
    await database.channel.create({ data })
  }
  const slack = { url: 'https://hooks.slack.com/…WXYZ' }
  await database.channel.create({
    data: { teamId, name: 'ops', type: 'slack', configSealed: '', shown: slack, events: [] },
  })
  const migration = '../../../prisma/migrations/20261130070000_mask_webhook_paths/migration.sql'
  await database.$executeRawUnsafe(readFileSync(join(import.meta.dirname, migration), 'utf8'))
  const rows = await database.channel.findMany({ orderBy: { id: 'asc' }, select: { shown: true } })
  const expected = urls.map((url) => shownOf({ type: 'webhook', url, secrets: [] }))
  expect(rows.map(({ shown }) => shown)).toEqual([...expected, slack])
})
