import type { Actor, Role } from '@/core/access/actor'
import { roleBehindToken } from '@/core/access/member-rules'
import { may, roleAtLeast } from '@/core/access/policy'
import type { Prisma, TokenRole } from '@/prisma/generated/client'
import { recordAuditEvent } from '@/services/audit/record-audit-event'
import { revokeInvitationsOf } from '@/services/invitations/revoke-invitations-of'

/** What somebody may in a team from now on; null: nothing, they are out. */
type Reach = { role: Role; appIds: readonly string[] | null } | null

interface Withdrawal {
  teamId: string
  userId: string
  reach: Reach
  now: Date
}

/**
 * Takes back what somebody has handed out in a team and that reaches further than they do now: their API tokens, those
 * that were made with these, and the open invitations of all of them. In the transaction that changes what they may.
 */
export const withdrawReach = async (
  tx: Prisma.TransactionClient,
  actor: Actor,
  withdrawal: Withdrawal,
): Promise<void> => {
  const tokens = await tokensFrom(tx, withdrawal.teamId, withdrawal.userId)
  await revokeTokens(tx, actor, withdrawal, tokens)
  await revokeInvitations(tx, actor, withdrawal, tokens)
}

const tokenFields = { id: true, name: true, role: true, revokedAt: true, onlyListedApps: true, apps: true } as const
type Token = Prisma.ApiTokenGetPayload<{ select: typeof tokenFields }>

const revokeTokens = async (
  tx: Prisma.TransactionClient,
  actor: Actor,
  { reach, now }: Withdrawal,
  all: readonly Token[],
): Promise<void> => {
  const tokens = all.filter((token) => token.revokedAt === null && reachesFurther(token, reach))
  await tx.apiToken.updateMany({ where: { id: { in: tokens.map(({ id }) => id) } }, data: { revokedAt: now } })
  for (const token of tokens) {
    await recordAuditEvent(tx, actor, {
      action: 'token.delete',
      target: { type: 'token', id: token.id, name: token.name },
      before: { role: token.role },
    })
  }
}

/** What a person made, what was made with that, and so on; revoked ones too, as they may have made others before. */
export const tokensFrom = async (tx: Prisma.TransactionClient, teamId: string, userId: string): Promise<Token[]> => {
  const found: Token[] = []
  for (let makers = [userId]; makers.length > 0; ) {
    const made = await tx.apiToken.findMany({ where: { teamId, createdBy: { in: makers } }, select: tokenFields })
    found.push(...made)
    makers = made.map(({ id }) => id)
  }
  return found
}

const reachesFurther = (token: { role: TokenRole } & Pick<Token, 'onlyListedApps' | 'apps'>, reach: Reach): boolean => {
  if (reach === null || !roleAtLeast(reach.role, roleBehindToken(token.role))) return true
  const { appIds } = reach
  if (appIds === null) return false
  return !token.onlyListedApps || token.apps.some(({ appId }) => !appIds.includes(appId))
}

const revokeInvitations = async (
  tx: Prisma.TransactionClient,
  actor: Actor,
  { teamId, userId, reach, now }: Withdrawal,
  tokens: readonly Token[],
): Promise<void> => {
  const mayInvite = reach !== null && may({ ...actor, ...reach }, 'invitation.create')
  await revokeInvitationsOf(tx, actor, {
    teamId,
    now,
    by: { invitedBy: { in: [userId, ...tokens.map(({ id }) => id)] } },
    stays: ({ role }) => mayInvite && roleAtLeast(reach.role, role),
  })
}
