import { invitationMail } from '@/core/invitations/mail'
import type { Invitation } from '@/prisma/generated/client'
import type { Context } from '@/services/context'
import { invitationLink } from './invitation-link'
import { invitationView, type SentInvitation } from './invitation-view'

/**
 * Mails an invitation that was written with this secret, where a mail server is set, and notes that it went. After the
 * commit: a mail cannot be taken back, and a lost one is sent again by hand.
 */
export const sendInvitation = async (
  ctx: Context,
  { row, secret }: { row: Invitation; secret: string },
): Promise<SentInvitation> => {
  const now = ctx.clock.now()
  const link = invitationLink(ctx.instance.url, secret)
  if (!ctx.mailer.isSet) return { ...invitationView(row, now), link, mailed: false, mailError: null }
  const team = await ctx.instanceDb.team.findUniqueOrThrow({ where: { id: ctx.actor.teamId } })
  const invited = { team: team.name, invitedBy: ctx.actor.name, role: row.role, link, url: ctx.instance.url }
  const attempt = await ctx.mailer.send({
    // Another link is another mail.
    id: `invitation-${row.id}-${row.hash.slice(0, 8)}`,
    at: now,
    from: 'Gapless',
    to: [row.email],
    ...invitationMail(invited),
    thread: [],
    unsubscribe: null,
  })
  if (!attempt.ok) {
    return { ...invitationView(row, now), link, mailed: false, mailError: attempt.error }
  }
  const [sent] = await ctx.db.invitation.updateManyAndReturn({
    where: { id: row.id, hash: row.hash },
    data: { sentAt: now },
  })
  return { ...invitationView(sent ?? row, now), link: null, mailed: true, mailError: null }
}
