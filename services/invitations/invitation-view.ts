import type { Role } from '@/core/access/actor'
import { type InvitationState, invitationState } from '@/core/invitations/state'
import type { Invitation } from '@/prisma/generated/client'

export interface InvitationView {
  id: string
  email: string
  role: Role
  onlyListedApps: boolean
  /** The apps that they will see; null: all of the team's. */
  appIds: string[] | null
  status: InvitationState
  createdAt: string
  expiresAt: string
  /** When its link was last mailed; null where it was only shown. */
  sentAt: string | null
}

/** What only the answer to sending has: what came of the mail, and where none went the link, which is not stored. */
export interface SentInvitation extends InvitationView {
  /** Null where it was mailed: nobody but who reads those mails may join by it. */
  link: string | null
  mailed: boolean
  /** Why the mail was not sent; null if it was, or where no mail server is set. */
  mailError: string | null
}

export const invitationView = (row: Invitation, now: Date): InvitationView => ({
  id: row.id,
  email: row.email,
  role: row.role,
  onlyListedApps: row.onlyListedApps,
  appIds: row.onlyListedApps ? row.appIds : null,
  status: invitationState(row, now),
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  sentAt: row.sentAt?.toISOString() ?? null,
})
