import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listAuditActors } from '@/services/audit/list-audit-actors'
import { createServiceWorld, type ServiceWorld } from '@/tests/support/service-context'

let world: ServiceWorld
let teamId: string

beforeAll(async () => {
  world = await createServiceWorld()
  teamId = await world.addTeam()
})
afterAll(() => world.close())

const write = (actorId: string, actorName: string, times = 1) =>
  world.database.auditEvent.createMany({
    data: Array.from({ length: times }, () => ({
      teamId,
      actorType: 'user',
      actorId,
      actorName,
      action: 'app.update',
      targetType: 'app',
      targetId: 'shop',
      targetName: 'shop',
    })),
  })
const actors = (chosen?: string) => listAuditActors({ ctx: world.as(teamId), input: { chosen } })

describe('the people that the audit log is narrowed to', () => {
  it('have the name that they had last, each once and by name', async () => {
    await write('one', 'Zoe before she married')
    await write('two', 'Mary')
    await write('one', 'Ada')
    expect(await actors()).toEqual([
      { id: 'one', name: 'Ada', type: 'user' },
      { id: 'two', name: 'Mary', type: 'user' },
    ])
  })

  it('are those of the newest 2000 events, and whoever is chosen', async () => {
    await write('busy', 'Busy', 1999)
    await write('last', 'Last')
    expect((await actors()).map(({ name }) => name)).toEqual(['Busy', 'Last'])
    expect((await actors('one')).map(({ name }) => name)).toEqual(['Ada', 'Busy', 'Last'])
    expect((await actors('nobody')).map(({ name }) => name)).toEqual(['Busy', 'Last'])
  })
})
