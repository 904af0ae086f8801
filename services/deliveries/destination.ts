import { signingSecrets } from '@/core/channels/config'
import type { Destination } from '@/core/ports/notifier'
import type { Channel } from '@/prisma/generated/client'
import { openConfig } from '@/services/channels/channel-view'
import type { InstanceContext } from '@/services/context'

/** Where a channel leads, its secrets opened. */
export const destinationOf = (
  ctx: Pick<InstanceContext, 'vault' | 'clock' | 'instance'>,
  channel: Channel,
): Destination => {
  const config = openConfig(ctx, channel)
  switch (config.type) {
    case 'slack':
      return config
    case 'email':
      return { ...config, unsubscribeUrl: `${ctx.instance.url}/settings/channels` }
    case 'webhook':
      return { type: 'webhook', url: config.url, secrets: signingSecrets(config, ctx.clock.now()) }
  }
}
