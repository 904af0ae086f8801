import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createArgon2Passwords } from '@/adapters/auth/argon2-passwords'
import { createMailer } from '@/adapters/notifiers/mailer'
import type { Role } from '@/core/access/actor'
import type { Context } from '@/services/context'
import { acceptInvitation } from '@/services/invitations/accept-invitation'
import { createInvitation } from '@/services/invitations/create-invitation'
import { findInvitation } from '@/services/invitations/find-invitation'
import { joinByInvitation } from '@/services/invitations/join-by-invitation'
import { listInvitations } from '@/services/invitations/list-invitations'
import { resendInvitation } from '@/services/invitations/resend-invitation'
import { revokeInvitation } from '@/services/invitations/revoke-invitation'
import { updateMember } from '@/services/members/update-member'
import { createToken } from '@/services/tokens/create-token'
import { invitationLinkIn } from '@/tests/support/invitation-link-in'
import { type SmtpInbox, startSmtpInbox } from '@/tests/support/receivers/smtp-inbox'
import { createServiceWorld, type ServiceWorld } from '@/tests/support/service-context'

let world: ServiceWorld
let inbox: SmtpInbox
let teamId: string
let owner: Context
const passwords = createArgon2Passwords()

beforeAll(async () => {
  world = await createServiceWorld()
  inbox = await startSmtpInbox()
  teamId = (await world.database.team.create({ data: { name: 'Acme' } })).id
  owner = await member('owner')
})
afterAll(async () => {
  await inbox.close()
  await world.close()
})

let count = 0
const address = (): string => {
  count += 1
  return `guest-${count}@example.com`
}

const member = async (role: Role, parts: Partial<Context> = {}): Promise<Context> => {
  const user = await world.database.user.create({ data: { email: address(), name: `The ${role}` } })
  await world.database.membership.create({ data: { teamId, userId: user.id, role } })
  return world.as(teamId, { id: user.id, name: user.name, role, isOperator: false }, parts)
}

const invite = (ctx: Context, part: { email?: string; role?: Role; appIds?: string[] | null } = {}) =>
  createInvitation({ ctx, input: { email: address(), role: 'developer', appIds: null, ...part } })

const secretIn = (link: string | null): string => new URL(link ?? '').pathname.split('/').at(-1) ?? ''

const join = (link: string | null, name = 'Grace') =>
  joinByInvitation(
    { ...owner, passwords },
    { secret: secretIn(link), name, password: 'seven herons cross the quiet weir', ip: '192.0.2.1' },
  )

const stateOf = async (link: string | null) => (await findInvitation(owner, { secret: secretIn(link) }))?.state ?? null
const over = { kind: 'conflict', code: 'invitation_over' }

describe('an invitation', () => {
  it('is mailed where a mail server is set, and its link lets somebody in once', async () => {
    const ctx = { ...owner, mailer: createMailer(inbox.url) }
    const sent = await invite(ctx)
    expect(sent).toMatchObject({ mailed: true, mailError: null, status: 'open', sentAt: expect.any(String) })
    const [mail] = inbox.mails
    expect(mail?.to).toEqual([sent.email])
    expect(mail?.headers.get('subject')).toBe('The owner invites you to Acme on Gapless')
    expect(mail?.headers.has('list-unsubscribe')).toBe(false)
    // Nobody else may have it: who comes by it has shown that the address is theirs.
    expect(sent.link).toBeNull()
    const link = invitationLinkIn(inbox, sent.email)
    expect(await join(link)).toMatchObject({ teamId, email: sent.email })
    const user = await world.database.user.findUniqueOrThrow({
      where: { email: sent.email },
      include: { memberships: true },
    })
    expect(user).toMatchObject({
      name: 'Grace',
      emailVerifiedAt: expect.any(Date),
      memberships: [{ role: 'developer' }],
    })
    expect(await passwords.verify(user.passwordHash, 'seven herons cross the quiet weir')).toBe(true)
    await expect(join(link)).rejects.toMatchObject(over)
    expect(await stateOf(link)).toBe('accepted')
  })

  it('says why it was not mailed, and is there all the same', async () => {
    const ctx = { ...owner, mailer: createMailer(inbox.url) }
    const sent = await invite(ctx, { email: 'refused@example.com' })
    expect(sent).toMatchObject({ mailed: false, sentAt: null, mailError: expect.stringMatching(/no such user/) })
    expect(await stateOf(sent.link)).toBe('open')
  })

  it('is only a link without a mail server', async () => {
    const sent = await invite(owner)
    expect(sent).toMatchObject({ mailed: false, mailError: null, sentAt: null })
    await join(sent.link)
    // Whoever was shown the link may be somebody else than who reads its mails.
    const user = await world.database.user.findUniqueOrThrow({ where: { email: sent.email } })
    expect(user.emailVerifiedAt).toBeNull()
  })

  it('keeps no secret that could be read', async () => {
    const sent = await invite(owner)
    const rows = JSON.stringify([
      await world.database.invitation.findMany(),
      await world.database.auditEvent.findMany(),
    ])
    expect(rows).not.toContain(secretIn(sent.link))
    expect(JSON.stringify(await listInvitations({ ctx: owner, input: { limit: 50 } }))).not.toContain('http')
  })

  it('sent again has a new link, and the old one is dead', async () => {
    const first = await invite(owner)
    const second = await resendInvitation({ ctx: owner, input: { invitationId: first.id } })
    expect(second.id).toBe(first.id)
    expect(await stateOf(first.link)).toBeNull()
    await expect(join(first.link)).rejects.toMatchObject(over)
    await join(second.link)
    await expect(resendInvitation({ ctx: owner, input: { invitationId: first.id } })).rejects.toMatchObject({
      kind: 'not_found',
    })
  })

  it('that was taken back or has expired lets nobody in', async () => {
    const [taken, old] = [await invite(owner), await invite(owner)]
    await revokeInvitation({ ctx: owner, input: { invitationId: taken.id } })
    await world.database.invitation.update({ where: { id: old.id }, data: { expiresAt: new Date(Date.now() - 1) } })
    for (const { link } of [taken, old]) await expect(join(link)).rejects.toMatchObject(over)
    expect([await stateOf(taken.link), await stateOf(old.link)]).toEqual(['revoked', 'expired'])
    await expect(join('http://localhost/invitation/none')).rejects.toMatchObject(over)
    expect(await world.database.user.count({ where: { email: { in: [taken.email, old.email] } } })).toBe(0)
  })

  it('counts once, however many come at the same moment', async () => {
    const sent = await invite(owner)
    const ended = await Promise.allSettled([join(sent.link, 'One'), join(sent.link, 'Two'), join(sent.link, 'Three')])
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await world.database.user.count({ where: { email: sent.email } })).toBe(1)
  })

  it('is for its address only: whoever is signed in as another is told so', async () => {
    const email = address()
    const user = await world.database.user.create({ data: { email, name: 'Known' } })
    const stranger = await world.database.user.create({ data: { email: address(), name: 'Stranger' } })
    const { link } = await invite(owner, { email })
    const accept = (userId: string) => acceptInvitation(owner, { secret: secretIn(link), userId, ip: null })
    await expect(accept(stranger.id)).rejects.toThrow(`for ${email}, and you are signed in as ${stranger.email}`)
    await expect(join(link)).rejects.toMatchObject({ code: 'account_exists' })
    expect(await accept(user.id)).toEqual({ teamId })
    expect(await world.database.membership.count({ where: { teamId, userId: user.id } })).toBe(1)
    await expect(accept(user.id)).rejects.toMatchObject(over)
  })

  it('lets somebody into the listed apps, as far as they are still there', async () => {
    const data = { teamId, runSettings: {}, liveSettings: {}, envSealed: '' }
    const one = await world.database.app.create({ data: { ...data, name: 'one', slug: 'one' } })
    const two = await world.database.app.create({ data: { ...data, name: 'two', slug: 'two' } })
    const sent = await invite(owner, { appIds: [one.id, two.id] })
    await world.database.app.delete({ where: { id: two.id } })
    await join(sent.link)
    const row = await world.database.membership.findFirst({
      where: { user: { email: sent.email } },
      include: { apps: true },
    })
    expect(row).toMatchObject({ onlyListedApps: true, apps: [{ appId: one.id }] })
  })

  it.each([
    ['an admin makes no owner', 'admin', { role: 'owner' }, { kind: 'forbidden' }],
    ['a developer invites nobody', 'developer', { role: 'viewer' }, { kind: 'forbidden' }],
    ['an admin is not restricted', 'owner', { role: 'admin', appIds: ['x'] }, { kind: 'invalid' }],
    ['there is no such app', 'owner', { role: 'viewer', appIds: ['x'] }, { kind: 'invalid' }],
  ] as const)('is refused: %s', async (_, role, part, refusal) => {
    const appIds = 'appIds' in part ? [...part.appIds] : null
    await expect(invite(await member(role), { role: part.role, appIds })).rejects.toMatchObject(refusal)
  })

  it('is not made twice, nor for who is in the team', async () => {
    const { email } = await invite(owner)
    await expect(invite(owner, { email })).rejects.toMatchObject({ code: 'already_invited' })
    const known = await world.database.user.findUniqueOrThrow({ where: { id: owner.actor.id } })
    await expect(invite(owner, { email: known.email })).rejects.toMatchObject({ code: 'already_member' })
  })

  it('that has expired and was followed by another is not sent again', async () => {
    const first = await invite(owner)
    const { id } = first
    await world.database.invitation.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } })
    const second = await invite(owner, { email: first.email })
    const again = () => resendInvitation({ ctx: owner, input: { invitationId: id } })
    await expect(again()).rejects.toMatchObject({ code: 'already_invited' })
    await join(second.link)
    await expect(again()).rejects.toMatchObject({ kind: 'not_found' })
  })

  it('ends when who made it may no longer make it, by hand or with a token', async () => {
    const admin = await member('admin')
    const [low, high] = [await invite(admin, { role: 'viewer' }), await invite(admin, { role: 'admin' })]
    const token = await createToken({ ctx: admin, input: { name: 'pipeline', role: 'admin' } })
    const byToken = await invite(world.as(teamId, { type: 'token', id: token.id, role: 'admin', isOperator: false }))
    const { id: memberId } = await world.database.membership.findFirstOrThrow({ where: { userId: admin.actor.id } })
    await updateMember({ ctx: owner, input: { memberId, patch: { role: 'developer' } } })
    const states = await Promise.all([low, high, byToken].map(({ link }) => stateOf(link)))
    expect(states).toEqual(['revoked', 'revoked', 'revoked'])
  })
})
