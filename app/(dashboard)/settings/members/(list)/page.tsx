import type { Metadata } from 'next'
import { cursorOf, type ListPage } from '@/app/_server/page'
import { requireContext } from '@/app/_server/session'
import { Pager } from '@/components/frame/pager'
import { LiveRefresh } from '@/components/live/live-refresh'
import { InvitationTable } from '@/components/people/invitation-table'
import { InviteForm } from '@/components/people/invite-form'
import { MemberTable } from '@/components/people/member-table'
import { Section } from '@/components/ui/section'
import { roles } from '@/core/access/actor'
import { whyNotGrant, whyNotManage } from '@/core/access/member-rules'
import { may } from '@/core/access/policy'
import { listInvitations } from '@/services/invitations/list-invitations'
import { listMembers } from '@/services/members/list-members'
import { invite, revoke, sendAgain, takeOut } from '../actions'

export const metadata: Metadata = { title: 'Members' }

const MembersPage = async ({ searchParams }: ListPage) => {
  const ctx = await requireContext()
  const { actor } = ctx
  const query = await searchParams
  const cursor = cursorOf(query.cursor)
  const invitedCursor = cursorOf(query.invitations)
  const mayInvite = may(actor, 'invitation.create')
  const [members, invitations] = await Promise.all([
    listMembers({ ctx, input: { limit: 50, cursor } }),
    mayInvite ? listInvitations({ ctx, input: { limit: 25, cursor: invitedCursor } }) : null,
  ])
  const now = ctx.clock.now().toISOString()
  const mails = ctx.mailer.isSet
  return (
    <>
      <LiveRefresh />
      <Section title="Members" description="Who is in the team. What they may is under Roles.">
        <MemberTable
          members={members.data.map((member) => {
            const isReached = whyNotManage(actor.role, member.role) === null
            return {
              ...member,
              isYou: member.userId === actor.id,
              mayChange: isReached && may(actor, 'member.update'),
              // One leaves on the team's page.
              mayRemove: isReached && may(actor, 'member.remove') && member.userId !== actor.id,
            }
          })}
          now={now}
          takeOut={takeOut}
        />
        <Pager
          path="/settings/members"
          filter={{ invitations: invitedCursor }}
          cursor={cursor}
          nextCursor={members.nextCursor}
          what="members"
        />
      </Section>
      {invitations ? (
        <>
          <Section title="Invite somebody">
            <InviteForm
              grantable={roles.filter((role) => whyNotGrant(actor.role, role) === null)}
              mails={mails}
              invite={invite}
            />
          </Section>
          <Section title="Invitations">
            <InvitationTable
              invitations={invitations.data}
              now={now}
              mails={mails}
              sendAgain={sendAgain}
              revoke={revoke}
            />
            <Pager
              path="/settings/members"
              filter={{ cursor }}
              param="invitations"
              cursor={invitedCursor}
              nextCursor={invitations.nextCursor}
              what="invitations"
            />
          </Section>
        </>
      ) : null}
    </>
  )
}

export default MembersPage
