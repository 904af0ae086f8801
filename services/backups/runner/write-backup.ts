import { BackupFault } from '@/core/backups/fault'
import { backupName, beyondKept } from '@/core/backups/names'
import type { BackupStore } from '@/core/ports/backups'
import type { InstanceContext } from '@/services/context'
import { findBackupSettings, openBackupSecrets } from '../kept-settings'

type Ctx = Pick<InstanceContext, 'instanceDb' | 'clock' | 'vault' | 'backups' | 'instance'>

interface Written {
  bytes: number
  /** What could not be done beside it, in a sentence; null where all was. */
  warning: string | null
}

interface Options {
  name: string
  onBytes: (bytes: number) => void
  signal: AbortSignal
}

/** What a backup that begins now is called. */
export const nameOfNow = ({ clock, instance }: Ctx): string => backupName(instance.id, clock.now())

/**
 * Writes the control plane to where the settings say under this name, and takes away the oldest of ours beyond the number
 * to keep. Throws a sentence when it could not be kept there.
 */
export const writeBackup = async (ctx: Ctx, { name, onBytes, signal }: Options): Promise<Written> => {
  const kept = await findBackupSettings(ctx.instanceDb)
  if (!kept) throw new BackupFault('Nothing says where backups go. Set it under Settings, Backup.', null)
  const { destination, keep } = kept.settings
  const { secretAccessKey, passphrase } = openBackupSecrets(ctx, kept)
  const store = ctx.backups.store(destination, secretAccessKey, { isPatient: true })
  const pieces = counted(ctx.backups.archive(passphrase, signal), onBytes)
  const bytes = await store.put(name, pieces, signal)
  return { bytes, warning: await removeOld(store, ctx.instance.id, keep) }
}

async function* counted(pieces: AsyncIterable<Uint8Array>, onBytes: (bytes: number) => void) {
  let bytes = 0
  for await (const piece of pieces) {
    bytes += piece.length
    onBytes(bytes)
    yield piece
  }
}

/** The new one is there whatever becomes of the old ones. */
const removeOld = async (store: BackupStore, instanceId: string, keep: number): Promise<string | null> => {
  try {
    for (const name of beyondKept(await store.list(), instanceId, keep)) await store.remove(name)
    return null
  } catch (error) {
    return `Older backups could not be taken away. ${error instanceof Error ? error.message : String(error)}`
  }
}
