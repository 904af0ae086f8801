import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Context } from '@/services/context'
import { acceptInvitation } from '@/services/invitations/accept-invitation'
import { createInvitation } from '@/services/invitations/create-invitation'
import { updateMember } from '@/services/members/update-member'
import { createToken } from '@/services/tokens/create-token'
import { deleteToken } from '@/services/tokens/delete-token'
import { event } from '@/tests/support/event'
import { type Member, type People, people, remove } from '@/tests/support/members'
import { createServiceWorld, type ServiceWorld } from '@/tests/support/service-context'

// A call that was let in with a token, and has not changed anything yet, when the token or its maker's role goes.

let world: ServiceWorld
let join: People['join']
let team: People['team']
let teamId: string
let owner: Member
let admin: Member

beforeAll(async () => {
  world = await createServiceWorld()
  ;({ join, team } = people(world))
})
afterAll(() => world.close())
beforeEach(async () => {
  ;({ teamId, owner } = await team())
  admin = await join(teamId, 'admin')
})

const refusal = { kind: 'unauthenticated', code: 'invalid_token' }

/** A token that this caller made, and what a service is given when somebody calls it with that. */
const tokenOf = async ({ ctx }: Pick<Member, 'ctx'>): Promise<{ tokenId: string; ctx: Context }> => {
  const { id, name } = await createToken({ ctx, input: { name: 'CI', role: 'admin' } })
  const actor = { type: 'token', id, name, role: 'admin', isOperator: false } as const
  return { tokenId: id, ctx: world.as(teamId, actor) }
}

const invite = (ctx: Context) =>
  createInvitation({ ctx, input: { email: 'guest@example.com', role: 'admin', appIds: null } })
const promote = (ctx: Context, { memberId }: Member) =>
  updateMember({ ctx, input: { memberId, patch: { role: 'admin' } } })
const revoke = (tokenId: string) => deleteToken({ ctx: owner.ctx, input: { tokenId } })

/** Runs one statement and keeps what it locks until `letGo`. */
const hold = async (statement: string): Promise<{ letGo(): Promise<void> }> => {
  const [held, freed] = [event(), event()]
  const holding = world.database.$transaction(async (tx) => {
    await tx.$executeRawUnsafe(statement)
    held.happen()
    await freed.happened
  })
  await held.happened
  return {
    letGo: async () => {
      freed.happen()
      await holding
    },
  }
}
const holdTeam = () => hold(`SELECT 1 FROM "Team" WHERE "id" = '${teamId}' FOR UPDATE`)

/** Once so many wait for somebody else's locks. */
const waiting = (count: number): Promise<void> =>
  vi.waitFor(async () => {
    const [row] = await world.database.$queryRaw<{ count: number }[]>`
      SELECT count(DISTINCT l.pid)::int AS count FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE NOT l.granted AND a.datname = current_database()`
    expect(row?.count).toBe(count)
  }, 30_000)

const secretIn = (link: string | null): string => link?.split('/').at(-1) ?? ''
const openInvitations = () => world.database.invitation.count({ where: { teamId, revokedAt: null } })
const roleOf = async ({ memberId }: Member) =>
  (await world.database.membership.findUniqueOrThrow({ where: { id: memberId } })).role

describe('a call by a token that is under way', () => {
  it('invites nobody once the token was revoked', async () => {
    const { tokenId, ctx } = await tokenOf(admin)
    const row = await holdTeam()
    const inviting = expect(invite(ctx)).rejects.toMatchObject(refusal)
    await revoke(tokenId)
    await row.letGo()
    await inviting
    expect(await openInvitations()).toBe(0)
  })

  it('changes nobody’s role once the token was revoked', async () => {
    const { tokenId, ctx } = await tokenOf(admin)
    const member = await join(teamId, 'viewer')
    const row = await holdTeam()
    const promoting = expect(promote(ctx, member)).rejects.toMatchObject(refusal)
    await revoke(tokenId)
    await row.letGo()
    await promoting
    expect(await roleOf(member)).toBe('viewer')
  })

  it('ends first where it came first: what it has made is then revoked with its token', async () => {
    const first = await tokenOf(admin)
    const second = await tokenOf(first)
    // Invitations can be read, and none can be written.
    const table = await hold('LOCK TABLE "Invitation" IN EXCLUSIVE MODE')
    const inviting = invite(second.ctx)
    await waiting(1)
    const revoking = revoke(first.tokenId)
    await waiting(2)
    await table.letGo()
    await inviting
    await revoking
    expect(await world.database.invitation.count({ where: { teamId } })).toBe(1)
    expect(await openInvitations()).toBe(0)
  })

  it('gives its maker no role back that was taken from them meanwhile', async () => {
    const { ctx } = await tokenOf(admin)
    const row = await holdTeam()
    const demoting = updateMember({
      ctx: owner.ctx,
      input: { memberId: admin.memberId, patch: { role: 'viewer' } },
    })
    await waiting(1)
    const promoting = expect(promote(ctx, admin)).rejects.toMatchObject(refusal)
    await waiting(2)
    await row.letGo()
    await Promise.all([demoting, promoting])
    expect(await roleOf(admin)).toBe('viewer')
  })

  it('may no more than its maker may by then', async () => {
    const { ctx } = await tokenOf(admin)
    await world.database.membership.update({ where: { id: admin.memberId }, data: { role: 'developer' } })
    await expect(invite(ctx)).rejects.toMatchObject({ kind: 'forbidden' })
  })

  it('is refused once its maker has gone', async () => {
    const { ctx } = await tokenOf(admin)
    const row = await holdTeam()
    const removing = remove(owner, admin)
    await waiting(1)
    const inviting = expect(invite(ctx)).rejects.toMatchObject(refusal)
    await waiting(2)
    await row.letGo()
    await Promise.all([removing, inviting])
    expect(await openInvitations()).toBe(0)
  })

  it('is refused once its token is over', async () => {
    const { tokenId, ctx } = await tokenOf(admin)
    await world.database.apiToken.update({ where: { id: tokenId }, data: { expiresAt: new Date(Date.now() - 1) } })
    await expect(invite(ctx)).rejects.toMatchObject(refusal)
  })
})

describe('an invitation that is being accepted', () => {
  it('lets nobody in once it was taken back with the token that made it', async () => {
    const { tokenId, ctx } = await tokenOf(admin)
    const { id, link } = await invite(ctx)
    const email = 'guest@example.com'
    const guest = await world.database.user.create({ data: { email, name: 'Guest' } })
    const row = await hold(`SELECT 1 FROM "Invitation" WHERE "id" = '${id}' FOR UPDATE`)
    const revoking = revoke(tokenId)
    await waiting(1)
    const accepting = acceptInvitation(ctx, { secret: secretIn(link), userId: guest.id, ip: null })
    const refused = expect(accepting).rejects.toMatchObject({ code: 'invitation_over' })
    await waiting(2)
    await row.letGo()
    await Promise.all([revoking, refused])
    expect(await world.database.membership.count({ where: { teamId, userId: guest.id } })).toBe(0)
  })
})
