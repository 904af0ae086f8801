import { assertMay } from '@/core/access/policy'
import type { Service } from '@/services/context'
import { cutPage, type Page, type PageInput, pageQuery } from '@/services/page'
import { type InvitationView, invitationView } from './invitation-view'

/** Invitations that nobody has accepted or revoked, newest first; those that have expired can be sent again. */
export const listInvitations: Service<PageInput, Page<InvitationView>> = async ({ ctx, input }) => {
  assertMay(ctx.actor, 'invitation.read')
  const { where, ...page } = pageQuery(input)
  const rows = await ctx.db.invitation.findMany({ where: { ...where, acceptedAt: null, revokedAt: null }, ...page })
  const { data, nextCursor } = cutPage(rows, input.limit)
  return { data: data.map((row) => invitationView(row, ctx.clock.now())), nextCursor }
}
