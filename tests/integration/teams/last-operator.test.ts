import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deleteAccount } from '@/services/account/delete-account'
import { dismissOperator } from '@/services/instance/dismiss-operator'
import { nameOperator } from '@/services/instance/name-operator'
import { deleteTeam } from '@/services/teams/delete-team'
import { leaveTeam } from '@/services/teams/leave-team'
import { type Member, type People, people, remove } from '@/tests/support/members'
import { createServiceWorld, type ServiceWorld } from '@/tests/support/service-context'

let world: ServiceWorld
let join: People['join']
let team: People['team']
beforeAll(async () => {
  world = await createServiceWorld()
  ;({ join, team } = people(world))
})
afterAll(() => world.close())

describe('the last operator', () => {
  const refusal = { kind: 'conflict', code: 'last_operator' }
  const email = async ({ userId }: Member) =>
    (await world.database.user.findUniqueOrThrow({ where: { id: userId } })).email
  const operatorIn = async (teamId: string): Promise<Member> => {
    const member = await join(teamId, 'owner')
    await world.database.user.update({ where: { id: member.userId }, data: { isOperator: true } })
    return member
  }
  beforeEach(() => world.database.user.updateMany({ data: { isOperator: false } }))

  it('cannot leave or be taken out of their only team, nor delete it', async () => {
    const { teamId, owner } = await team()
    const operator = await operatorIn(teamId)
    const { name } = await world.database.team.findUniqueOrThrow({ where: { id: teamId } })
    await expect(leaveTeam({ ctx: operator.ctx, input: {} })).rejects.toMatchObject(refusal)
    await expect(remove(owner, operator)).rejects.toMatchObject(refusal)
    await expect(deleteTeam({ ctx: owner.ctx, input: { confirm: name } })).rejects.toMatchObject(refusal)
    expect(await world.database.membership.count({ where: { id: operator.memberId } })).toBe(1)
  })

  it('leaves one of two teams, and goes where another operator is in a team', async () => {
    const { teamId, owner } = await team()
    const operator = await operatorIn(teamId)
    const second = await team()
    const data = { teamId: second.teamId, userId: operator.userId, role: 'viewer' } as const
    await world.database.membership.create({ data })
    await leaveTeam({ ctx: operator.ctx, input: {} })
    const ctx = world.as(second.teamId, { id: operator.userId, role: 'viewer' })
    await expect(leaveTeam({ ctx, input: {} })).rejects.toMatchObject(refusal)
    await nameOperator(world.as(teamId), { email: await email(owner) })
    await leaveTeam({ ctx, input: {} })
  })

  it('is one of those in a team: an operator without one does not count', async () => {
    const operator = await operatorIn((await team()).teamId)
    const outside = await operatorIn((await team()).teamId)
    await world.database.membership.delete({ where: { id: outside.memberId } })
    await expect(leaveTeam({ ctx: operator.ctx, input: {} })).rejects.toMatchObject(refusal)
  })

  it('stays, however many operators go at the same moment, each in their own way', async () => {
    const operators = await Promise.all(Array.from({ length: 6 }, async () => operatorIn((await team()).teamId)))
    const going = operators.map(async (one, index) => {
      if (index % 3 === 0) return leaveTeam({ ctx: one.ctx, input: {} })
      const typed = await email(one)
      if (index % 3 === 1) return dismissOperator(one.ctx, { email: typed })
      return deleteAccount(one.ctx, { userId: one.userId, confirm: typed, ip: null })
    })
    const ended = await Promise.allSettled(going)
    expect(ended.filter(({ status }) => status === 'rejected')).toMatchObject([{ reason: refusal }])
    expect(await world.database.membership.count({ where: { user: { isOperator: true } } })).toBe(1)
  })

  it('names others, who can be made operators no more; each team of theirs can read of both', async () => {
    const { teamId, owner } = await team()
    const ctx = world.as(teamId)
    const first = await operatorIn(teamId)
    await expect(dismissOperator(ctx, { email: await email(first) })).rejects.toMatchObject(refusal)
    await expect(dismissOperator(ctx, { email: await email(owner) })).rejects.toThrow(/is no operator/)
    await nameOperator(ctx, { email: ` ${(await email(owner)).toUpperCase()}` })
    await expect(nameOperator(ctx, { email: await email(owner) })).rejects.toThrow(/is an operator already/)
    await dismissOperator(ctx, { email: await email(first) })
    const operators = await world.database.user.findMany({ where: { isOperator: true }, select: { id: true } })
    expect(operators).toEqual([{ id: owner.userId }])
    const events = await world.database.auditEvent.findMany({ where: { teamId }, orderBy: { id: 'asc' } })
    expect(events).toMatchObject([
      { action: 'account.operator_on', targetId: owner.userId, actorType: 'system' },
      { action: 'account.operator_off', targetId: first.userId, actorType: 'system' },
    ])
  })

  it('is nobody who is not there or in no team', async () => {
    const { owner, teamId } = await team()
    const ctx = world.as(teamId)
    await expect(nameOperator(ctx, { email: 'x@example.com' })).rejects.toThrow('Nobody has the address x@example.com')
    await world.database.membership.delete({ where: { id: owner.memberId } })
    await expect(nameOperator(ctx, { email: await email(owner) })).rejects.toThrow(/is in no team/)
  })
})
