import { EmptyState } from '@/components/ui/empty-state'
import { Badge } from '@/components/ui/status-mark'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { Role } from '@/core/access/actor'
import type { ActionResult } from '@/core/action-result'
import { formatCountOf } from '@/core/format/number'
import { InvitationActions } from './invitation-actions'
import type { SentLink } from './sent-notice'

interface ShownInvitation {
  id: string
  email: string
  role: Role
  appIds: readonly string[] | null
  status: 'open' | 'accepted' | 'revoked' | 'expired'
  expiresAt: string
  sentAt: string | null
}

interface InvitationTableProps {
  invitations: readonly ShownInvitation[]
  now: string
  mails: boolean
  sendAgain: (id: string) => Promise<ActionResult<SentLink>>
  revoke: (id: string) => Promise<ActionResult<null>>
}

/** Who was invited and has not come yet. */
export const InvitationTable = ({ invitations, now, mails, sendAgain, revoke }: InvitationTableProps) => {
  if (invitations.length === 0) {
    return (
      <EmptyState title="Nobody is on the way">Invite somebody above; what is not accepted yet stands here.</EmptyState>
    )
  }
  return (
    <Table>
      <TableHead>
        <HeadCell>E-mail</HeadCell>
        <HeadCell>As</HeadCell>
        <HeadCell>Link</HeadCell>
        <HeadCell>
          <span className="sr-only">Actions</span>
        </HeadCell>
      </TableHead>
      <TableBody>
        {invitations.map((invitation) => (
          <Row key={invitation.id}>
            <Cell className="font-medium wrap-anywhere max-md:w-full">{invitation.email}</Cell>
            <Cell>
              <Badge>{invitation.role}</Badge>
              {invitation.appIds ? (
                <span className="ml-2 text-sm text-muted">{formatCountOf(invitation.appIds.length, 'app')} only</span>
              ) : null}
            </Cell>
            <Cell className="text-sm">
              {invitation.status === 'expired' ? (
                <Badge tone="warn">expired</Badge>
              ) : (
                <>
                  {invitation.sentAt ? 'mailed ' : 'shown, '}
                  {invitation.sentAt ? <Time at={invitation.sentAt} now={now} /> : null}
                  <span className="text-muted">
                    {invitation.sentAt ? ', ' : ''}ends <Time at={invitation.expiresAt} now={now} />
                  </span>
                </>
              )}
            </Cell>
            <Cell className="text-right max-md:w-full">
              <InvitationActions
                email={invitation.email}
                mails={mails}
                send={sendAgain.bind(null, invitation.id)}
                revoke={revoke.bind(null, invitation.id)}
              />
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}
