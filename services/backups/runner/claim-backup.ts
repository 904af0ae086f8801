import type { Backup } from '@/prisma/generated/client'
import type { InstanceContext } from '@/services/context'

type Ctx = Pick<InstanceContext, 'instanceDb' | 'clock'>

/** A backup that is this worker's to make, for as long as the lease is renewed. */
export interface ClaimedBackup {
  id: string
  /** Names this turn: whoever writes about the backup writes only while it is theirs. */
  claimedBy: string
  tries: number
}

/** So long after it was last heard of, a worker counts as gone. */
export const leaseMs = 60_000

/** Takes the oldest backup that waits, or whose worker is gone; null where there is none. */
export const claimBackup = async ({ instanceDb, clock }: Ctx): Promise<ClaimedBackup | null> => {
  const now = clock.now()
  const due = await instanceDb.backup.findMany({
    where: { finishedAt: null, OR: [{ claimedUntil: null }, { claimedUntil: { lt: now } }] },
    orderBy: { id: 'asc' },
    take: 5,
  })
  for (const row of due) {
    const claimed = await claim({ instanceDb, clock }, row)
    if (claimed) return claimed
  }
  return null
}

/** Of several that try, the first has changed what the others look for. */
const claim = async ({ instanceDb, clock }: Ctx, row: Backup): Promise<ClaimedBackup | null> => {
  const now = clock.now()
  const claimedBy = crypto.randomUUID()
  const tries = row.tries + 1
  const { count } = await instanceDb.backup.updateMany({
    where: { id: row.id, finishedAt: null, claimedBy: row.claimedBy, claimedUntil: row.claimedUntil },
    data: {
      status: 'running',
      claimedBy,
      claimedUntil: new Date(now.getTime() + leaseMs),
      tries,
      startedAt: now,
      bytes: null,
    },
  })
  return count === 0 ? null : { id: row.id, claimedBy, tries }
}
