import { createDatabase } from '@/adapters/database/client'
import { createAesVault } from '@/adapters/vault/aes-vault'
import { countByKey } from '@/services/secrets/reseal'
import { Fault } from './fault'
import { home } from './home'
import type { Secrets } from './identity'

type InstanceDb = ReturnType<typeof createDatabase>

/** How many secrets of the database are sealed by keys that are not among these, in words; null: none. */
export async function sealedByOthers(
  instanceDb: InstanceDb,
  { encryptionKey, previousEncryptionKeys = [] }: Secrets,
): Promise<string | null> {
  const ids = createAesVault([encryptionKey, ...previousEncryptionKeys]).knownKeys()
  const others = [...(await countByKey({ instanceDb }))].filter(([id]) => !ids.includes(id))
  return others.length === 0 ? null : others.map(([id, count]) => `${count} by ${id}`).join(', ')
}

/**
 * Throws a {@link Fault} where something in the database is sealed by a key that is not among the secrets: nothing of it
 * could be used, and each part of Gapless would say so in its own place. `kept` are those of the state folder's file.
 */
export async function assertKeysKnown({
  databaseUrl,
  secrets,
  kept,
}: {
  databaseUrl: string
  secrets: Secrets
  kept: Secrets | null
}): Promise<void> {
  const instanceDb = createDatabase(databaseUrl)
  try {
    const others = await sealedByOthers(instanceDb, secrets)
    if (others === null) return
    const isInFile = kept !== null && (await sealedByOthers(instanceDb, kept)) === null
    const remedy = isInFile
      ? `${home.secrets} has it: start without GAPLESS_ENCRYPTION_KEY, or set that to the key in there.`
      : 'Give the missing key in GAPLESS_PREVIOUS_ENCRYPTION_KEYS together with GAPLESS_ENCRYPTION_KEY, or set GAPLESS_HOME to the instance that you mean.'
    throw new Fault(
      `Some secrets in the database are sealed by a key that is not known here (${others}). ${remedy} Nothing was started; your apps go on serving.`,
    )
  } finally {
    await instanceDb.$disconnect()
  }
}
