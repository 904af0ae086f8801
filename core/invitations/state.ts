export type InvitationState = 'open' | 'accepted' | 'revoked' | 'expired'

const day = 86_400_000

/** How long the link of an invitation lets somebody in. */
export const invitationMs = 7 * day

export const invitationState = (
  row: { acceptedAt: Date | null; revokedAt: Date | null; expiresAt: Date },
  now: Date,
): InvitationState => {
  if (row.acceptedAt) return 'accepted'
  if (row.revokedAt) return 'revoked'
  return row.expiresAt <= now ? 'expired' : 'open'
}
