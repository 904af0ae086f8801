import type { InstanceFacts } from '@/core/backups/manifest'
import { type InstanceKeys, type InstanceSecrets, instanceSecretsContext } from '@/core/backups/secrets'
import type { Vault } from '@/core/ports/vault'
import { sealByPassphrase } from './passphrase'

interface Given {
  /** Version of Gapless. */
  madeBy: string
  instanceId: string
  /** On `keys`. */
  vault: Vault
  keys: readonly [string, ...string[]]
  secrets: InstanceSecrets
  /** Seals the keys, which are not in the file without one. */
  passphrase: string | null
}

/** What a backup says of its instance, with its secrets sealed, as of now. */
export const instanceFacts = async (given: Given): Promise<InstanceFacts> => {
  const { madeBy, instanceId, vault, keys, secrets, passphrase } = given
  const toSeal: InstanceKeys = { encryptionKeys: [...keys] }
  return {
    madeBy,
    madeAt: new Date().toISOString(),
    instanceId,
    keyIds: [...vault.knownKeys()],
    keys: passphrase === null ? null : await sealByPassphrase(JSON.stringify(toSeal), passphrase),
    secretsSealed: vault.seal(JSON.stringify(secrets), instanceSecretsContext(instanceId)),
  }
}
