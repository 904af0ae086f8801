import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { models } from '@/adapters/database/team-models'
import type { Role } from '@/core/access/actor'
import { Prisma } from '@/prisma/generated/client'
import { deleteAccount } from '@/services/account/delete-account'
import { listMembers } from '@/services/members/list-members'
import { updateMember } from '@/services/members/update-member'
import { createTeam } from '@/services/teams/create-team'
import { deleteTeam } from '@/services/teams/delete-team'
import { leaveTeam } from '@/services/teams/leave-team'
import { updateTeam } from '@/services/teams/update-team'
import { type Member, type People, people, remove } from '@/tests/support/members'
import { createServiceWorld, type ServiceWorld } from '@/tests/support/service-context'
import { createSampleTeam } from '@/tests/support/team'

let world: ServiceWorld
let join: People['join']
let team: People['team']
beforeAll(async () => {
  world = await createServiceWorld()
  ;({ join, team } = people(world))
})
afterAll(() => world.close())

let count = 0
const next = (): number => {
  count += 1
  return count
}

const teamModels = Object.values(Prisma.ModelName).filter((name) => models[name].ofTeam)

const rowsOf = (name: Prisma.ModelName, teamId: string): Promise<number> =>
  Reflect.get(world.database, `${name[0]?.toLowerCase()}${name.slice(1)}`).count({ where: { teamId } })

const app = async (teamId: string): Promise<string> => {
  const name = `app-${next()}`
  const { id } = await world.database.app.create({
    data: { teamId, name, slug: name, runSettings: {}, liveSettings: {}, envSealed: '' },
  })
  return id
}

const change = (by: Member, whom: Member, patch: Record<string, unknown>) =>
  updateMember({ ctx: by.ctx, input: { memberId: whom.memberId, patch } })

const token = async (teamId: string, createdBy: string, role: Role, appIds: string[] | null = null) => {
  const name = `token-${next()}`
  const data = { teamId, name, role, hash: name, prefix: 'gpl_', createdBy, onlyListedApps: appIds !== null }
  const { id } = await world.database.apiToken.create({ data })
  for (const appId of appIds ?? []) await world.database.apiTokenApp.create({ data: { teamId, tokenId: id, appId } })
  return id
}

const revoked = async (ids: string[]): Promise<boolean[]> => {
  const rows = await world.database.apiToken.findMany({ where: { id: { in: ids } } })
  return ids.map((id) => rows.find((row) => row.id === id)?.revokedAt !== null)
}

describe('a member', () => {
  it('gets another role, and the change is written down', async () => {
    const { teamId, owner } = await team()
    const member = await join(teamId, 'viewer')
    expect(await change(owner, member, { role: 'developer' })).toMatchObject({ role: 'developer', appIds: null })
    const event = await world.database.auditEvent.findFirst({ where: { teamId, action: 'member.update' } })
    expect(event).toMatchObject({ before: { role: 'viewer' }, after: { role: 'developer' }, actorId: owner.userId })
  })

  it('of another team is not there', async () => {
    const [one, other] = [await team(), await team()]
    await expect(change(one.owner, other.owner, { role: 'viewer' })).rejects.toMatchObject({ kind: 'not_found' })
    await expect(remove(one.owner, other.owner)).rejects.toMatchObject({ kind: 'not_found' })
    const { data } = await listMembers({ ctx: one.owner.ctx, input: { limit: 50 } })
    expect(data.map(({ userId }) => userId)).toEqual([one.owner.userId])
  })

  it('who is an owner is out of an admin’s reach, and so is the role', async () => {
    const { teamId, owner } = await team()
    const [admin, member] = [await join(teamId, 'admin'), await join(teamId, 'viewer')]
    await join(teamId, 'owner')
    await expect(change(admin, owner, { role: 'viewer' })).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(remove(admin, owner)).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(change(admin, member, { role: 'owner' })).rejects.toThrow(/no role above your own/)
    await expect(change(member, admin, { role: 'viewer' })).rejects.toThrow(/takes at least an admin/)
  })

  it('can do no more once their own role was taken, though the page still has it', async () => {
    const { teamId, owner } = await team()
    const [admin, member] = [await join(teamId, 'admin'), await join(teamId, 'viewer')]
    await change(owner, admin, { role: 'viewer' })
    await expect(change(admin, member, { role: 'admin' })).rejects.toMatchObject({ kind: 'forbidden' })
    await remove(owner, admin)
    await expect(change(admin, member, { role: 'admin' })).rejects.toThrow(/no longer in this team/)
  })

  it.each([
    [{ role: 'boss' }, 'role'],
    [{ role: null }, 'role'],
    [{ appIds: [] }, 'appIds'],
    [{ appIds: ['nothing'] }, 'appIds.0'],
    [{ role: 'admin', appIds: ['nothing'] }, 'appIds'],
    [{ name: 'Ada' }, 'name'],
  ])('is not changed by %j', async (patch, path) => {
    const { teamId, owner } = await team()
    const member = await join(teamId, 'viewer')
    const fields = [expect.objectContaining({ path })]
    await expect(change(owner, member, patch)).rejects.toMatchObject({ kind: 'invalid', fields })
    expect(await world.database.membership.findUnique({ where: { id: member.memberId } })).toMatchObject({
      role: 'viewer',
      onlyListedApps: false,
    })
  })

  it('is let into some apps, then into all; as an admin into all without being asked', async () => {
    const { teamId, owner } = await team()
    const member = await join(teamId, 'developer')
    const [one, two, theirs] = [await app(teamId), await app(teamId), await app((await team()).teamId)]
    await expect(change(owner, member, { appIds: [one, theirs] })).rejects.toMatchObject({ kind: 'invalid' })
    expect(await change(owner, member, { appIds: [one, two, one] })).toMatchObject({ appIds: [one, two].sort() })
    expect(await change(owner, member, { appIds: [two] })).toMatchObject({ onlyListedApps: true, appIds: [two] })
    expect(await change(owner, member, { role: 'viewer' })).toMatchObject({ role: 'viewer', appIds: [two] })
    expect(await change(owner, member, { role: 'admin' })).toMatchObject({ onlyListedApps: false, appIds: null })
    await change(owner, member, { role: 'developer', appIds: [one] })
    expect(await change(owner, member, { appIds: null })).toMatchObject({ onlyListedApps: false, appIds: null })
    expect(await world.database.membershipApp.count({ where: { teamId } })).toBe(0)
  })
})

describe('the last owner', () => {
  it('cannot leave, be demoted or removed', async () => {
    const { owner } = await team()
    const refusal = { kind: 'conflict', code: 'last_owner' }
    await expect(change(owner, owner, { role: 'admin' })).rejects.toMatchObject(refusal)
    await expect(remove(owner, owner)).rejects.toMatchObject(refusal)
    await expect(leaveTeam({ ctx: owner.ctx, input: {} })).rejects.toMatchObject(refusal)
  })

  it('stays, however many owners go at the same moment', async () => {
    const { teamId, owner } = await team()
    const owners = [owner, ...(await Promise.all(Array.from({ length: 5 }, () => join(teamId, 'owner'))))]
    const going = owners.map((one, index) => {
      if (index % 3 === 0) return leaveTeam({ ctx: one.ctx, input: {} })
      return index % 3 === 1 ? change(one, one, { role: 'viewer' }) : remove(one, one)
    })
    const ended = await Promise.allSettled(going)
    expect(ended.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    expect(await world.database.membership.count({ where: { teamId, role: 'owner' } })).toBe(1)
  })
})

describe('whoever goes', () => {
  it('takes along the tokens they made, and what was made with these; their invitations end', async () => {
    const { teamId, owner } = await team()
    const member = await join(teamId, 'admin')
    const first = await token(teamId, member.userId, 'developer')
    const second = await token(teamId, first, 'viewer')
    const others = await token(teamId, owner.userId, 'owner')
    const invitation = { email: 'x@example.com', role: 'viewer', hash: `h${first}`, invitedBy: member.userId } as const
    const expiresAt = new Date(Date.now() + 1_000_000)
    await world.database.invitation.create({ data: { ...invitation, teamId, expiresAt } })
    await remove(owner, member)
    expect(await revoked([first, second, others])).toEqual([true, true, false])
    expect(await world.database.invitation.count({ where: { teamId, revokedAt: null } })).toBe(0)
    expect(await world.database.auditEvent.count({ where: { teamId, action: 'token.delete' } })).toBe(2)
  })

  it('with a lower role or fewer apps keeps the tokens that reach no further', async () => {
    const { teamId, owner } = await team()
    const member = await join(teamId, 'admin')
    const [one, two] = [await app(teamId), await app(teamId)]
    const tokens = [
      await token(teamId, member.userId, 'admin'),
      await token(teamId, member.userId, 'developer'),
      await token(teamId, member.userId, 'developer', [one]),
      await token(teamId, member.userId, 'developer', [one, two]),
    ]
    await change(owner, member, { role: 'developer' })
    expect(await revoked(tokens)).toEqual([true, false, false, false])
    await change(owner, member, { appIds: [one] })
    expect(await revoked(tokens)).toEqual([true, true, false, true])
  })

  it('is signed out if they are in no other team, and only then', async () => {
    const { teamId, owner } = await team()
    const [gone, stays] = [await join(teamId, 'viewer'), await join(teamId, 'viewer')]
    await world.database.membership.create({
      data: { teamId: (await team()).teamId, userId: stays.userId, role: 'viewer' },
    })
    const expiresAt = new Date(Date.now() + 1_000_000)
    for (const { userId } of [gone, stays]) {
      await world.database.session.create({ data: { userId, userAgent: '', ip: '', expiresAt } })
    }
    await remove(owner, gone)
    await remove(owner, stays)
    const open = await world.database.session.findMany({
      where: { userId: { in: [gone.userId, stays.userId] }, revokedAt: null },
    })
    expect(open.map(({ userId }) => userId)).toEqual([stays.userId])
  })
})

describe('a team', () => {
  it('is made by the operator only, who is its owner', async () => {
    const { owner } = await team()
    await expect(createTeam({ ctx: owner.ctx, input: { name: 'Mine' } })).rejects.toThrow(/operator of this instance/)
    const actor = { id: owner.userId, isOperator: true }
    const ctx = world.as(owner.ctx.actor.teamId, actor)
    await expect(createTeam({ ctx, input: { name: ' ' } })).rejects.toMatchObject({ kind: 'invalid' })
    const made = await createTeam({ ctx, input: { name: 'Second' } })
    const own = { teamId: made.id, userId: owner.userId, role: 'owner' } as const
    expect(await world.database.membership.count({ where: own })).toBe(1)
  })

  it('is renamed; a second factor is asked for by whoever has one', async () => {
    const { owner, teamId } = await team()
    const input = { name: 'New name', requiresSecondFactor: true }
    await expect(updateTeam({ ctx: owner.ctx, input })).rejects.toMatchObject({ code: 'no_second_factor' })
    await world.database.user.update({ where: { id: owner.userId }, data: { totpEnabledAt: new Date() } })
    await updateTeam({ ctx: owner.ctx, input })
    expect(await world.database.team.findUnique({ where: { id: teamId } })).toMatchObject(input)
  })

  it('is not deleted while it has apps or hosts, nor without its name', async () => {
    const { owner, teamId } = await team()
    const { name } = await world.database.team.findUniqueOrThrow({ where: { id: teamId } })
    const appId = await app(teamId)
    const drop = (confirm: string) => deleteTeam({ ctx: owner.ctx, input: { confirm } })
    await expect(drop('something')).rejects.toMatchObject({ fields: [{ path: 'confirm' }] })
    await expect(drop(name)).rejects.toThrow(/still has 1 app/)
    await world.database.app.delete({ where: { id: appId } })
    const host = { teamId, name: 'local', endpoint: {}, publicAddress: '127.0.0.1' }
    const { id } = await world.database.host.create({ data: host })
    await expect(drop(name)).rejects.toThrow(/still has 1 host/)
    await world.database.host.delete({ where: { id } })
    expect(await world.database.team.count({ where: { id: teamId } })).toBe(1)
  })

  it('goes with everything but its audit log', async () => {
    const { teamId, userId, appId, hostId } = await createSampleTeam(world.database, 'gone')
    await world.database.app.delete({ where: { id: appId } })
    await world.database.host.delete({ where: { id: hostId } })
    const actor = { id: userId, isOperator: false }
    await deleteTeam({ ctx: world.as(teamId, actor), input: { confirm: 'gone' } })
    expect(await world.database.team.count({ where: { id: teamId } })).toBe(0)
    const left = await Promise.all(teamModels.map(async (name) => [name, await rowsOf(name, teamId)] as const))
    expect(left.filter(([, rows]) => rows > 0).map(([name]) => name)).toEqual(['ApiToken', 'AuditEvent'])
    expect(await world.database.apiToken.count({ where: { teamId, revokedAt: null } })).toBe(0)
    expect(await world.database.auditEvent.count({ where: { teamId, action: 'team.delete' } })).toBe(1)
  })

  it('is deleted by an owner only', async () => {
    const { teamId } = await team()
    const admin = await join(teamId, 'admin')
    await expect(deleteTeam({ ctx: admin.ctx, input: { confirm: '' } })).rejects.toThrow(/takes at least an owner/)
  })
})

describe('an account', () => {
  const drop = (member: Member, confirm: string) =>
    deleteAccount(member.ctx, { userId: member.userId, confirm, ip: null })
  const emailOf = async ({ userId }: Member) =>
    (await world.database.user.findUniqueOrThrow({ where: { id: userId } })).email

  it('is deleted after its address was typed, with its tokens', async () => {
    const { teamId } = await team()
    const member = await join(teamId, 'developer')
    const made = await token(teamId, member.userId, 'viewer')
    await expect(drop(member, 'x')).rejects.toMatchObject({ fields: [{ path: 'confirm' }] })
    await drop(member, await emailOf(member))
    expect(await world.database.user.count({ where: { id: member.userId } })).toBe(0)
    expect(await revoked([made])).toEqual([true])
  })

  it('of a last owner, or of the only operator, stays', async () => {
    const { owner, teamId } = await team()
    await expect(drop(owner, await emailOf(owner))).rejects.toMatchObject({ code: 'last_owner' })
    const operator = await join(teamId, 'viewer')
    await world.database.user.update({ where: { id: operator.userId }, data: { isOperator: true } })
    await expect(drop(operator, await emailOf(operator))).rejects.toMatchObject({ code: 'last_operator' })
  })
})
