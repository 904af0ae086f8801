import type { FieldError } from '../errors'
import { validateWith } from '../forms/validate'
import { type ChannelEvent, type ChannelType, channelSchema, usualEvents } from './schema'

/** A channel as a form holds it. */
export interface ChannelDraft {
  type: ChannelType
  name: string
  /** Of Slack and webhooks. Of an existing channel empty: the one that is kept is secret and stays. */
  url: string
  /** Separated by spaces, commas or lines. */
  to: string
  /** A signing secret to take over; empty: one is made. */
  secret: string
  events: readonly ChannelEvent[]
  enabled: boolean
}

export const emptyChannelDraft: ChannelDraft = {
  type: 'slack',
  name: '',
  url: '',
  to: '',
  secret: '',
  events: usualEvents,
  enabled: true,
}

/** An existing channel as a form holds it: without what is secret of it. */
export const channelDraftOf = (channel: {
  type: ChannelType
  name: string
  to?: readonly string[] | undefined
  events: readonly ChannelEvent[]
  enabled: boolean
}): ChannelDraft => ({
  ...emptyChannelDraft,
  type: channel.type,
  name: channel.name,
  to: (channel.to ?? []).join('\n'),
  events: channel.events,
  enabled: channel.enabled,
})

const addressesIn = (text: string): string[] => text.split(/[\s,;]+/).filter((address) => address !== '')

/** The whole channel that a form describes, to be checked by the schema. */
export const channelFromDraft = (draft: ChannelDraft): Record<string, unknown> => {
  const { type, events, enabled } = draft
  const common = { type, name: draft.name.trim(), events: [...events], enabled }
  switch (type) {
    case 'slack':
      return { ...common, url: draft.url.trim() }
    case 'email':
      return { ...common, to: addressesIn(draft.to) }
    case 'webhook':
      return {
        ...common,
        url: draft.url.trim(),
        ...(draft.secret.trim() === '' ? {} : { secret: draft.secret.trim() }),
      }
  }
}

/** The merge patch that brings a channel to what the form says; a URL that was left empty stays as it is. */
export const channelPatch = (draft: ChannelDraft): Record<string, unknown> => {
  const { type: _, url, ...rest } = channelFromDraft(draft)
  return url === '' || url === undefined ? rest : { ...rest, url }
}

/** Takes the place of a URL that is kept: it was looked at when it came. */
const kept = 'https://kept.invalid/'

/** What is wrong with what was typed. */
export const validateChannel = (draft: ChannelDraft, isNew: boolean): FieldError[] => {
  const channel = channelFromDraft(draft)
  return validateWith(channelSchema, !isNew && channel.url === '' ? { ...channel, url: kept } : channel)
}
