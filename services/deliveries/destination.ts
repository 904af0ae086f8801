import { signingSecrets } from '@/core/channels/config'
import type { Destination } from '@/core/ports/notifier'
import type { Channel } from '@/prisma/generated/client'
import { openConfig } from '@/services/channels/channel-view'
import type { InstanceContext } from '@/services/context'

/** Where a channel leads, its secrets opened; without the recipients for whom nothing is left to do. */
export const destinationOf = (
  ctx: Pick<InstanceContext, 'vault' | 'clock' | 'instance'>,
  channel: Channel,
  settled: readonly string[],
): Destination => {
  const config = openConfig(ctx, channel)
  switch (config.type) {
    case 'slack':
      return config
    case 'email':
      return {
        ...config,
        to: config.to.filter((address) => !settled.includes(address)),
        unsubscribeUrl: `${ctx.instance.url}/settings/channels`,
      }
    case 'webhook':
      return { type: 'webhook', url: config.url, secrets: signingSecrets(config, ctx.clock.now()) }
  }
}
