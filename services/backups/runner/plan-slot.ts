import { destinationWords } from '@/core/backups/destination'
import { lastSlot } from '@/core/backups/slots'
import type { InstanceContext } from '@/services/context'
import { findBackupSettings } from '../kept-settings'

type Ctx = Pick<InstanceContext, 'instanceDb' | 'clock'>

/**
 * Writes down that a backup is due, once a slot however many workers look. Only the last slot counts: those that passed
 * while nothing ran are made up for by one backup. What an earlier slot has left is ended.
 */
export const planSlot = async ({ instanceDb, clock }: Ctx): Promise<void> => {
  const kept = await findBackupSettings(instanceDb)
  if (!kept?.settings.enabled) return
  const now = clock.now()
  const slot = lastSlot(kept.settings, now)
  if (slot < kept.since) return
  if ((await instanceDb.backup.count({ where: { slot: { gte: slot } } })) > 0) return
  await instanceDb.$transaction(async (tx) => {
    await tx.backup.updateMany({
      where: { slot: { lt: slot }, finishedAt: null, OR: [{ claimedUntil: null }, { claimedUntil: { lt: now } }] },
      data: { status: 'failed', error: 'No worker ended it before the next one was due.', finishedAt: now },
    })
    await tx.backup.createMany({
      data: [
        {
          trigger: 'schedule',
          status: 'waiting',
          destination: destinationWords(kept.settings.destination),
          startedAt: now,
          slot,
        },
      ],
      skipDuplicates: true,
    })
  })
}
