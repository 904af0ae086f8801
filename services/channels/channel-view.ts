import { type ChannelConfig, channelConfigSchema } from '@/core/channels/config'
import { type ChannelEvent, type ChannelType, channelEvents } from '@/core/channels/schema'
import { type ShownChannel, shownChannelSchema } from '@/core/channels/shown'
import { sealContexts } from '@/core/secrets/seal-contexts'
import type { Channel, Prisma } from '@/prisma/generated/client'
import type { Context } from '@/services/context'

/** A channel as the API and the dashboard show it. */
export interface ChannelView extends ShownChannel {
  id: string
  name: string
  type: ChannelType
  events: ChannelEvent[]
  enabled: boolean
  /** Why it was switched off by itself; null where it was not. */
  disabledReason: string | null
  createdAt: string
  /** How many monitors tell it. */
  monitors: number
  /** A webhook's signing secret: in the one answer that makes it, and never again. */
  secret?: string
}

export const channelInclude = { _count: { select: { monitors: true } } } satisfies Prisma.ChannelInclude

type Row = Channel & { _count: { monitors: number } }

const isEvent = (text: string): text is ChannelEvent => (channelEvents as readonly string[]).includes(text)

export const channelView = (row: Row): ChannelView => ({
  id: row.id,
  name: row.name,
  type: row.type,
  ...shownChannelSchema.parse(row.shown),
  events: row.events.filter(isEvent),
  enabled: row.enabled,
  disabledReason: row.disabledReason,
  createdAt: row.createdAt.toISOString(),
  monitors: row._count.monitors,
})

export const sealConfig = (ctx: Pick<Context, 'vault'>, channelId: string, config: ChannelConfig): string =>
  ctx.vault.seal(JSON.stringify(config), sealContexts.channelConfig(channelId))

export const openConfig = (ctx: Pick<Context, 'vault'>, row: Pick<Channel, 'id' | 'configSealed'>): ChannelConfig =>
  channelConfigSchema.parse(JSON.parse(ctx.vault.open(row.configSealed, sealContexts.channelConfig(row.id))))
