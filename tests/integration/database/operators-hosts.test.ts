import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makerIn } from '@/tests/support/maker'
import { createServiceWorld, type ServiceWorld } from '@/tests/support/service-context'

let world: ServiceWorld
beforeAll(async () => {
  world = await createServiceWorld()
})
afterAll(() => world.close())

it('Of hosts that were there before, those are the operator’s that nobody else may have added or that the log says are', async () => {
  const { database } = world
  const teamId = await world.addTeam()
  const operator = await makerIn(database, teamId)
  const { id: member } = await database.user.create({ data: { email: 'member@example.com', name: 'Member' } })
  const add = async (host: string, ...changes: [action: string, by: string, moves: boolean][]) => {
    const endpoint = { type: 'ssh', host, port: 22, username: 'deploy', hostKey: 'ssh-ed25519 AAAA' }
    const { id } = await database.host.create({ data: { teamId, name: host, endpoint, publicAddress: host } })
    for (const [action, by, moves] of changes) {
      const before = { endpoint: moves ? { ...endpoint, port: 2222 } : endpoint }
      const of = { teamId, actorType: 'user', actorId: by, actorName: 'Somebody', targetType: 'host' }
      const data = { ...of, action, targetId: id, targetName: host, before, after: { endpoint } }
      await database.auditEvent.create({ data })
    }
  }
  await add('10.0.0.5')
  await add('fd00::5')
  await add('operators.example', ['host.create', operator, true])
  await add('members.example', ['host.create', member, true])
  await add('moved.example', ['host.create', operator, true], ['host.update', member, true])
  await add('renamed.example', ['host.create', operator, true], ['host.update', member, false])
  await add('forgotten.example')
  const migration = '../../../prisma/migrations/20261130143100_addresses_of_the_operator/migration.sql'
  const [, update = ''] = readFileSync(join(import.meta.dirname, migration), 'utf8').split('\n\n')
  await database.$executeRawUnsafe(update)
  const trusted = await database.host.findMany({ where: { anyAddress: true }, orderBy: { name: 'asc' } })
  const names = ['10.0.0.5', 'fd00::5', 'local', 'operators.example', 'renamed.example']
  expect(trusted.map(({ name }) => name).sort()).toEqual(names)
})
