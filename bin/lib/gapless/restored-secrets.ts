import { openByPassphrase } from '@/adapters/backups/passphrase'
import { createAesVault } from '@/adapters/vault/aes-vault'
import type { Manifest } from '@/core/backups/manifest'
import {
  type InstanceSecrets,
  instanceKeysSchema,
  instanceSecretsContext,
  instanceSecretsSchema,
} from '@/core/backups/secrets'
import { Fault } from '../fault'
import { findSecrets, newSecrets, type Secrets } from '../identity'
import type { Settings } from '../settings'

/** The keys from wherever they are known, and what they open of the backup's secrets. Throws a {@link Fault}. */
export async function secretsFor(
  settings: Settings,
  manifest: Manifest,
  passphrase: string | null,
): Promise<{ secrets: Secrets; others: InstanceSecrets }> {
  const kept = findSecrets()
  const known: string[] = [
    ...(await keysIn(manifest, passphrase)),
    ...(settings.GAPLESS_ENCRYPTION_KEY ? [settings.GAPLESS_ENCRYPTION_KEY] : []),
    ...(settings.GAPLESS_PREVIOUS_ENCRYPTION_KEYS ?? []),
    ...(kept ? [kept.encryptionKey, ...(kept.previousEncryptionKeys ?? [])] : []),
  ]
  const keys = manifest.keyIds.map((id) => known.find((key) => idOf(key) === id))
  const [first, ...previous] = keys.filter((key) => key !== undefined)
  if (first === undefined || previous.length + 1 < manifest.keyIds.length) throw new Fault(whereToFindKey(manifest))
  assertWillBeUsed(settings, manifest)
  const sealed = createAesVault([first, ...previous]).open(
    manifest.secretsSealed,
    instanceSecretsContext(manifest.instanceId),
  )
  const others = instanceSecretsSchema.parse(JSON.parse(sealed))
  const { nextAuthSecret, probeSecret } = others
  const ours = { encryptionKey: first, nextAuthSecret, probeSecret }
  const secrets = {
    ...newSecrets({}),
    ...kept,
    ...ours,
    previousEncryptionKeys: previous.length > 0 ? previous : undefined,
    isKeyGiven: settings.GAPLESS_ENCRYPTION_KEY !== undefined || undefined,
  }
  return { secrets, others }
}

async function keysIn({ keys }: Manifest, passphrase: string | null): Promise<string[]> {
  if (passphrase === null) return []
  if (keys === null) throw new Fault('There is no key in this backup, so no passphrase opens it. Nothing was restored.')
  const opened = await openByPassphrase(keys, passphrase)
  if (opened === null)
    throw new Fault('This is not the passphrase that the backup was made with. Nothing was restored.')
  return instanceKeysSchema.parse(JSON.parse(opened)).encryptionKeys
}

function whereToFindKey({ keyIds, keys }: Manifest): string {
  const ways = keys === null ? '' : ' or give its passphrase (--passphrase-file FILE),'
  return `What is secret in the backup is sealed by the key ${keyIds.join(' and ')}, which is not known here. Set GAPLESS_ENCRYPTION_KEY to it,${ways} or put the old instance's secrets.json into this state folder. Nothing was restored.`
}

const idOf = (key: string): string => createAesVault([key]).currentKey()

/** Keys that are set take the place of those that are kept, at every start: others would open nothing of the backup. */
function assertWillBeUsed(
  { GAPLESS_ENCRYPTION_KEY, GAPLESS_PREVIOUS_ENCRYPTION_KEYS = [] }: Settings,
  manifest: Manifest,
) {
  if (GAPLESS_ENCRYPTION_KEY === undefined) return
  const [first, ...previous] = manifest.keyIds
  if (idOf(GAPLESS_ENCRYPTION_KEY) !== first) {
    throw new Fault(`Set GAPLESS_ENCRYPTION_KEY to key ${first}, or unset it. Nothing was restored.`)
  }
  const given = GAPLESS_PREVIOUS_ENCRYPTION_KEYS.map(idOf)
  const missing = previous.filter((id) => !given.includes(id))
  if (missing.length === 0) return
  throw new Fault(
    `Set GAPLESS_PREVIOUS_ENCRYPTION_KEYS to key ${missing.join(' and ')} as well, or unset GAPLESS_ENCRYPTION_KEY. Nothing was restored.`,
  )
}
