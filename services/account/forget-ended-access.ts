import type { InstanceContext } from '@/services/context'

const day = 24 * 60 * 60_000

/** Sessions have addresses and browsers of people; of what ended the audit log keeps the history. */
const keptMs = { sessions: 7 * day, links: 7 * day, invitations: 90 * day }

/** Takes away sessions and mailed links a week after they ended, and invitations after 90 days. */
export const forgetEndedAccess = async ({
  instanceDb,
  clock,
}: Pick<InstanceContext, 'instanceDb' | 'clock'>): Promise<void> => {
  const before = (ms: number) => ({ lt: new Date(clock.now().getTime() - ms) })
  const [session, link, invitation] = [before(keptMs.sessions), before(keptMs.links), before(keptMs.invitations)]
  await instanceDb.session.deleteMany({ where: { OR: [{ revokedAt: session }, { expiresAt: session }] } })
  await instanceDb.signInLink.deleteMany({ where: { expiresAt: link } })
  await instanceDb.invitation.deleteMany({
    where: { OR: [{ acceptedAt: invitation }, { revokedAt: invitation }, { expiresAt: invitation }] },
  })
}
