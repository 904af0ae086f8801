import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { BackupFault } from '@/core/backups/fault'
import type { InstanceSecrets } from '@/core/backups/secrets'
import type { Backups } from '@/core/ports/backups'
import type { Resolver } from '@/core/ports/resolver'
import type { Vault } from '@/core/ports/vault'
import { createFolderStore } from './folder-store'
import { instanceFacts } from './instance-facts'
import { createS3Store } from './s3/s3-store'
import { createArchives } from './write-archive'

interface Instance {
  databaseUrl: string
  /** The state folder. */
  home: string
  instanceId: string
  madeBy: string
  /** As they are at the moment: they may be rotated while we run. */
  keys: () => readonly [string, ...string[]]
  vaultOf(keys: readonly [string, ...string[]]): Vault
  nextAuthSecret: string
  probeSecret: string
  resolver: Resolver
}

/** Backups of the instance that this process is of. */
export const createBackups = (instance: Instance): Backups => ({
  archive: (passphrase, signal) => {
    const { madeBy, instanceId, nextAuthSecret, probeSecret } = instance
    const facts = async () => {
      const keys = instance.keys()
      const vault = instance.vaultOf(keys)
      const secrets: InstanceSecrets = { nextAuthSecret, probeSecret, credentials: await firstLogin(instance.home) }
      return instanceFacts({ madeBy, instanceId, vault, keys, secrets, passphrase })
    }
    return createArchives(instance.databaseUrl).write(facts, signal)
  },
  store: (destination, secretAccessKey, { isPatient }) => {
    const { home, resolver } = instance
    if (destination.type === 'folder') return createFolderStore({ folder: destination.folder, home })
    if (secretAccessKey === null) {
      throw new BackupFault('The secret access key is missing. Put it in again.', 'secretAccessKey')
    }
    return createS3Store({
      destination,
      secretAccessKey,
      scratch: home,
      resolver,
      pausesMs: isPatient ? [1000, 5000] : [],
    })
  },
})

/** The first login, where bin/up keeps it and it was not taken away. */
const firstLogin = async (home: string): Promise<InstanceSecrets['credentials']> => {
  const text = await readFile(join(home, 'initial-credentials.json'), 'utf8').catch(() => null)
  return text === null ? null : z.record(z.string(), z.string()).parse(JSON.parse(text))
}
