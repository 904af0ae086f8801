import type { InstanceContext } from '@/services/context'
import { tellOperators } from '../tell-operators'
import { type ClaimedBackup, leaseMs } from './claim-backup'

type Ctx = Pick<InstanceContext, 'instanceDb' | 'clock' | 'live'>

const renewEveryMs = 5000
/** A backup that takes longer hangs: its lease runs out, and it is taken up anew. */
const mostMs = 6 * 60 * 60_000

/** Why a backup was given up: it is another worker's now, or will be. */
export class ClaimLostError extends Error {
  override readonly name = 'ClaimLostError'
}

interface Held {
  claim: ClaimedBackup
  /** How much was written so far. */
  bytes: () => number
  /** Ends the renewing. */
  signal: AbortSignal
  /** Is told when the claim is no longer ours. */
  onLost: (error: ClaimLostError) => void
}

/** Renews the lease, and says how far the backup has come, until the signal aborts. Never throws. */
export const holdClaim = async (ctx: Ctx, { claim, bytes, signal, onLost }: Held): Promise<void> => {
  const { instanceDb, clock } = ctx
  const began = clock.now().getTime()
  for (let until = began + leaseMs; ; ) {
    await clock.wait(renewEveryMs, signal).catch(() => undefined)
    if (signal.aborted) return
    const now = clock.now().getTime()
    if (now > until || now - began > mostMs) return onLost(new ClaimLostError('The lease of a backup is over.'))
    const renewed = await instanceDb.backup
      .updateMany({
        where: { id: claim.id, claimedBy: claim.claimedBy, finishedAt: null },
        data: { claimedUntil: new Date(now + leaseMs), bytes: bytes() },
      })
      // A database that is away for a moment may be back before the lease is over.
      .catch(() => null)
    if (renewed?.count === 0) return onLost(new ClaimLostError('A backup was taken over.'))
    if (renewed) until = now + leaseMs
    await tellOperators(ctx).catch(() => undefined)
  }
}
