import { GaplessError } from '@/core/errors'
import { invitationState } from '@/core/invitations/state'
import type { Prisma } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import type { Context } from '@/services/context'
import { lockTeam } from '@/services/teams/within-team'
import { rowOf } from './find-invitation'

interface Person {
  id: string
  name: string
  isOperator: boolean
}

interface Input {
  secret: string
  ip: string | null
  /** Who comes in; told the address that was invited. */
  personOf: (tx: Prisma.TransactionClient, email: string) => Promise<Person>
}

/**
 * Makes a person a member by the secret of an invitation, once. Throws gone (invitation_over) for a secret that is wrong, used, revoked or expired, without saying which.
 */
export const redeemInvitation = (
  ctx: Pick<Context, 'instanceDb' | 'clock'>,
  { secret, ip, personOf }: Input,
): Promise<{ teamId: string; userId: string }> =>
  ctx.instanceDb.$transaction(async (tx) => {
    const now = ctx.clock.now()
    const seen = await rowOf(tx, secret)
    const team = seen ? await lockTeam(tx, seen.teamId) : null
    // Read anew: whoever held the team's row before may have used it or taken it back.
    const row = team ? await rowOf(tx, secret) : null
    if (!team || !row || invitationState(row, now) !== 'open') throw over()
    const person = await personOf(tx, row.email)
    // A link that was mailed was shown to nobody else: their mails reach them.
    const isProof = row.sentAt !== null
    if (isProof)
      await tx.user.updateMany({ where: { id: person.id, emailVerifiedAt: null }, data: { emailVerifiedAt: now } })
    // Conditional: with the token that made it, it is taken back without the team's turn.
    const open = { id: row.id, acceptedAt: null, revokedAt: null }
    const taken = await tx.invitation.updateMany({ where: open, data: { acceptedAt: now } })
    if (taken.count === 0) throw over()
    // Of two for the same address the other would let them in again when they have been taken out.
    const others = { teamId: row.teamId, email: row.email, acceptedAt: null, revokedAt: null }
    await tx.invitation.updateMany({ where: others, data: { revokedAt: now } })
    const { teamId, role, onlyListedApps } = row
    const known = await tx.membership.findUnique({ where: { teamId_userId: { teamId, userId: person.id } } })
    if (known) return { teamId, userId: person.id }
    const { id } = await tx.membership.create({ data: { teamId, userId: person.id, role, onlyListedApps } })
    // Apps may have gone since.
    const apps = onlyListedApps
      ? await tx.app.findMany({ where: { teamId, id: { in: row.appIds } }, select: { id: true } })
      : []
    await tx.membershipApp.createMany({ data: apps.map((app) => ({ teamId, membershipId: id, appId: app.id })) })
    const actor = { ...person, type: 'user', teamId, role, appIds: null, ip } as const
    await recordAuditEvent(tx, actor, {
      action: 'invitation.accept',
      target: { type: 'invitation', id: row.id, name: row.email },
      after: { role, appIds: onlyListedApps ? apps.map((app) => app.id) : null },
    })
    return { teamId, userId: person.id }
  })

const over = (): GaplessError =>
  new GaplessError(
    'conflict',
    'invitation_over',
    'This invitation is not valid any more: it was used, taken back or is older than 7 days. Ask for a new one.',
  )
