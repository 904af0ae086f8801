import type { Destination } from '@/core/backups/destination'
import { BackupFault } from '@/core/backups/fault'
import { GaplessError, invalid } from '@/core/errors'
import type { Context } from '@/services/context'

const withinMs = 30_000

/**
 * Writes a small file there, looks at what is there, and takes the file away again: all that a backup does. Throws invalid,
 * or unavailable where no field can put it right.
 */
export const tryDestination = async (
  { backups, instance }: Pick<Context, 'backups' | 'instance'>,
  destination: Destination,
  secretAccessKey: string | null,
): Promise<void> => {
  const name = `gapless-${instance.id}-test-${crypto.randomUUID()}`
  try {
    const store = backups.store(destination, secretAccessKey, { isPatient: false })
    await store.put(name, hello(), AbortSignal.timeout(withinMs))
    await store.list().catch(async (error: unknown) => {
      // It may be removed all the same.
      await store.remove(name).catch(() => undefined)
      throw error
    })
    await store.remove(name)
  } catch (error) {
    if (error instanceof BackupFault) throw refusalOf(error)
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw refusalOf(new BackupFault(`It did not take a small file within ${withinMs / 1000} seconds.`, null))
    }
    throw error
  }
}

async function* hello(): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode('Gapless tried whether backups can be kept here. This file may be removed.\n')
}

const refusalOf = ({ field, message }: BackupFault): GaplessError =>
  field === null ? new GaplessError('unavailable', 'backup_destination', message) : invalid([{ path: field, message }])
