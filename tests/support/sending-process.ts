import { z } from 'zod'
import { systemClock } from '@/adapters/clock/system-clock'
import { createDatabase } from '@/adapters/database/client'
import { createDnsResolver } from '@/adapters/net/dns-resolver'
import { createNotifier } from '@/adapters/notifiers/create-notifier'
import { createMailer } from '@/adapters/notifiers/mailer'
import { cronSchedule } from '@/adapters/schedule/cron-schedule'
import { createAesVault } from '@/adapters/vault/aes-vault'
import { createHmacLinkSigner } from '@/adapters/vault/hmac-link-signer'
import { noQuotas } from '@/core/quotas/quota'
import { createDeliverySender } from '@/services/deliveries/send-due-deliveries'

/** Sends what is due until it is killed. Settings come in the environment: they hold a key. */
const settings = z.object({ DATABASE_URL: z.string(), KEY: z.string(), LEASE_MS: z.coerce.number() }).parse(process.env)

const sender = createDeliverySender(
  {
    instanceDb: createDatabase(settings.DATABASE_URL),
    vault: createAesVault([settings.KEY]),
    notifier: createNotifier({
      resolver: createDnsResolver(),
      mayConnect: () => true,
      mailer: createMailer(undefined),
    }),
    signer: createHmacLinkSigner([settings.KEY]),
    schedule: cronSchedule,
    clock: systemClock,
    live: { publish: async () => undefined, subscribe: async () => () => undefined },
    instance: {
      id: 'test0001',
      proxyHttpPort: 8080,
      proxyHttpsPort: 8443,
      dashboard: null,
      url: 'http://localhost:3000',
      sampleImage: null,
      quotas: noQuotas,
    },
    log: { info: () => undefined, warn: console.warn, error: console.error },
  },
  { leaseMs: settings.LEASE_MS, atOnce: 100 },
)

for (;;) {
  await sender.sendDue()
  await systemClock.wait(50)
}
