/**
 * A worker that makes one backup, to be killed in the middle of it: it has written the first piece, says so, and waits.
 * Told by the environment: DATABASE_URL and KEY (base64).
 */
import { createBackups } from '@/adapters/backups/create-backups'
import { systemClock } from '@/adapters/clock/system-clock'
import { createDatabase } from '@/adapters/database/client'
import { createDnsResolver } from '@/adapters/net/dns-resolver'
import { createAesVault } from '@/adapters/vault/aes-vault'
import { createBackupRunner } from '@/services/backups/runner/create-backup-runner'

const { DATABASE_URL: databaseUrl = '', KEY: key = '' } = process.env

const backups = createBackups({
  databaseUrl,
  home: '/nowhere',
  instanceId: 'test0001',
  madeBy: '0.0.0',
  keys: () => [key],
  vaultOf: createAesVault,
  nextAuthSecret: 'n',
  probeSecret: 'p',
  resolver: createDnsResolver(),
})

async function* stuck(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    yield piece
    process.stdout.write('half\n')
    await new Promise(() => undefined)
  }
}

const ctx = {
  instanceDb: createDatabase(databaseUrl),
  clock: systemClock,
  vault: createAesVault([key]),
  backups: {
    ...backups,
    store: (...args: Parameters<typeof backups.store>) => {
      const store = backups.store(...args)
      return {
        ...store,
        put: (name: string, pieces: AsyncIterable<Uint8Array>, signal: AbortSignal) =>
          store.put(name, stuck(pieces), signal),
      }
    },
  },
  instance: {
    id: 'test0001',
    proxyHttpPort: 0,
    proxyHttpsPort: 0,
    dashboard: null,
    url: '',
    sampleImage: null,
    quotas: { apps: null, monitors: null, logBytes: null },
  },
  live: { publish: async () => undefined, subscribe: async () => () => undefined },
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
}
await createBackupRunner(ctx, new AbortController().signal).tick()
