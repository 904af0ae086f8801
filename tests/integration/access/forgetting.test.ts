import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forgetEndedAccess } from '@/services/account/forget-ended-access'
import { createSignInWorld, type SignInWorld } from '@/tests/support/sign-in-world'

let world: SignInWorld

beforeAll(async () => {
  world = await createSignInWorld()
})
afterAll(() => world.close())

const daysAgo = (days: number): Date => new Date(world.ctx.clock.now().getTime() - days * 86_400_000)

describe('what let somebody in', () => {
  it('is forgotten a week after it ended, a session by signing out or by itself, a link used or not', async () => {
    const { id: userId } = await world.addPerson('Ada')
    const session = (userAgent: string, expiresAt: Date, revokedAt: Date | null = null) =>
      world.db.session.create({ data: { userId, ip: '192.0.2.1', userAgent, expiresAt, revokedAt } })
    await session('open', daysAgo(-1))
    await session('expired lately', daysAgo(6))
    await session('expired long ago', daysAgo(8))
    await session('signed out lately', daysAgo(-20), daysAgo(6))
    await session('signed out long ago', daysAgo(-20), daysAgo(8))
    const link = (hash: string, expiresAt: Date, usedAt: Date | null = null) =>
      world.db.signInLink.create({ data: { userId, purpose: 'sign_in', hash, expiresAt, usedAt } })
    await link('open', daysAgo(-1))
    await link('over lately', daysAgo(6))
    await link('over long ago', daysAgo(8))
    await link('used long ago', daysAgo(8), daysAgo(8))

    await forgetEndedAccess(world.ctx)

    const sessions = await world.db.session.findMany()
    expect(sessions.map(({ userAgent }) => userAgent).sort()).toEqual(['expired lately', 'open', 'signed out lately'])
    expect((await world.db.signInLink.findMany()).map(({ hash }) => hash).sort()).toEqual(['open', 'over lately'])
  })

  it('is forgotten 90 days after it ended where it is an invitation', async () => {
    const { id: invitedBy, teamId } = await world.addPerson('Bea')
    const invite = (hash: string, ended: { acceptedAt?: Date; revokedAt?: Date; expiresAt?: Date }) =>
      world.db.invitation.create({
        data: {
          teamId,
          hash,
          invitedBy,
          email: `${hash}@example.com`,
          role: 'viewer',
          expiresAt: daysAgo(0),
          ...ended,
        },
      })
    await invite('open', { expiresAt: daysAgo(-7) })
    await invite('expired', { expiresAt: daysAgo(89) })
    await invite('expired-long-ago', { expiresAt: daysAgo(91) })
    await invite('accepted', { acceptedAt: daysAgo(89) })
    await invite('accepted-long-ago', { acceptedAt: daysAgo(91) })
    await invite('revoked', { revokedAt: daysAgo(89) })
    await invite('revoked-long-ago', { revokedAt: daysAgo(91) })

    await forgetEndedAccess(world.ctx)

    const left = await world.db.invitation.findMany({ where: { teamId } })
    expect(left.map(({ hash }) => hash).sort()).toEqual(['accepted', 'expired', 'open', 'revoked'])
  })
})
