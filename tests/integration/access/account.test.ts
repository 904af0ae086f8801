import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeName } from '@/services/account/change-name'
import { browser, createSignInWorld, refusalOf, type SignInWorld } from '@/tests/support/sign-in-world'

let world: SignInWorld

beforeAll(async () => {
  world = await createSignInWorld()
})
afterAll(() => world.close())

const rename = (userId: string, input: unknown) =>
  changeName(world.ctx, { userId, sessionId: 'none', ip: browser.ip, input })

describe("a person's name", () => {
  it('is theirs to change, and every team of theirs can read that it was', async () => {
    const { id, email, teamId } = await world.addPerson('Ada')
    const second = await world.db.team.create({ data: { name: 'Second' } })
    await world.db.membership.create({ data: { userId: id, teamId: second.id, role: 'viewer' } })
    await rename(id, { name: '  Ada Lovelace ' })
    expect(await world.db.user.findUniqueOrThrow({ where: { id } })).toMatchObject({ name: 'Ada Lovelace' })
    const events = await world.db.auditEvent.findMany({ where: { action: 'account.name_change' } })
    expect(events.map((event) => event.teamId).sort()).toEqual([teamId, second.id].sort())
    expect(events[0]).toMatchObject({
      targetName: email,
      before: { name: 'Ada' },
      after: { name: 'Ada Lovelace' },
      ip: browser.ip,
    })
  })

  it('that is the same again changes nothing, and one that is none is refused', async () => {
    const { id } = await world.addPerson('Bea')
    await rename(id, { name: 'Bea' })
    for (const name of ['', '   ', 'x'.repeat(81), 'a\nb', 7, null]) {
      expect((await refusalOf(rename(id, { name }))).code, String(name)).toBe('invalid_values')
    }
    expect(await world.db.user.findUniqueOrThrow({ where: { id } })).toMatchObject({ name: 'Bea' })
    expect(await world.db.auditEvent.count({ where: { actorId: id } })).toBe(0)
  })
})
