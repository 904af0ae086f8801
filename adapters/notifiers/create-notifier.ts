import type { ChannelType } from '@/core/channels/schema'
import type { Mailer } from '@/core/ports/mailer'
import type { Attempt, Destination, Dispatch, Notifier } from '@/core/ports/notifier'
import type { Resolver } from '@/core/ports/resolver'
import { createAddressOf } from './address-of'
import { createEmailNotifier } from './email'
import { createSlackNotifier } from './slack'
import { createWebhookNotifier } from './webhook'

/** One for each type of channel: the compiler names what misses here. */
type Notifiers = {
  [Type in ChannelType]: {
    send(destination: Extract<Destination, { type: Type }>, dispatch: Dispatch, signal?: AbortSignal): Promise<Attempt>
  }
}

interface Options {
  resolver: Resolver
  /** Whether Slack and webhooks may be sent to this address. */
  mayConnect(address: string): boolean
  mailer: Mailer
}

/** Sends to any channel. */
export const createNotifier = (options: Options): Notifier => {
  const addressOf = createAddressOf(options)
  const notifiers = {
    slack: createSlackNotifier(addressOf),
    email: createEmailNotifier(options.mailer),
    webhook: createWebhookNotifier(addressOf),
  } satisfies Notifiers satisfies Record<ChannelType, unknown>
  return {
    send: (destination, dispatch, signal) => {
      switch (destination.type) {
        case 'slack':
          return notifiers.slack.send(destination, dispatch, signal)
        case 'email':
          return notifiers.email.send(destination, dispatch)
        case 'webhook':
          return notifiers.webhook.send(destination, dispatch, signal)
      }
    },
  }
}
