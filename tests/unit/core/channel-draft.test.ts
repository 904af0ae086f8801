import { describe, expect, it } from 'vitest'
import {
  channelDraftOf,
  channelFromDraft,
  channelPatch,
  emptyChannelDraft,
  validateChannel,
} from '@/core/channels/draft'
import { channelEvents, channelSchema } from '@/core/channels/schema'
import { chosenWords } from '@/core/channels/words'

const wrongIn = (errors: readonly { path: string }[]) => [...new Set(errors.map(({ path }) => path))]
const slackUrl = 'https://hooks.slack.com/services/T0/B0/x'

describe('what a form holds of a channel', () => {
  it('is what its type needs, and nothing of another that was typed before', () => {
    const typed = { ...emptyChannelDraft, name: ' ops ', url: ` ${slackUrl} `, to: 'a@b.example', secret: '' }
    expect(channelSchema.parse(channelFromDraft(typed))).toMatchObject({ type: 'slack', name: 'ops', url: slackUrl })
    expect(
      channelSchema.parse(channelFromDraft({ ...typed, type: 'email', to: 'a@b.example,\n c@d.example' })),
    ).toEqual({
      type: 'email',
      name: 'ops',
      to: ['a@b.example', 'c@d.example'],
      events: emptyChannelDraft.events,
      enabled: true,
    })
    expect(channelFromDraft({ ...typed, type: 'webhook' })).not.toHaveProperty('secret')
  })

  it('keeps a URL that was never shown where none is typed', () => {
    const draft = channelDraftOf({ type: 'slack', name: 'ops', events: ['incident.opened'], enabled: false })
    expect(draft.url).toBe('')
    expect(validateChannel(draft, false)).toEqual([])
    expect(wrongIn(validateChannel(draft, true))).toEqual(['url'])
    expect(channelPatch(draft)).toEqual({ name: 'ops', events: ['incident.opened'], enabled: false })
    expect(channelPatch({ ...draft, url: slackUrl })).toMatchObject({ url: slackUrl })
    expect(wrongIn(validateChannel({ ...draft, url: 'ftp://x' }, false))).toEqual(['url'])
  })

  it('says what is missing', () => {
    const mail = { ...emptyChannelDraft, type: 'email' as const, events: [] }
    expect(validateChannel(mail, true)).toEqual([
      { path: 'to', message: 'Give at least one address.' },
      { path: 'name', message: 'Give it a name.' },
      { path: 'events', message: 'Choose at least one event.' },
    ])
  })
})

describe('what a channel is told', () => {
  it('stands in a row in a few words', () => {
    expect(chosenWords({ events: channelEvents })).toBe(
      'Incidents; all deployments; expiring certificates; failed backups',
    )
    expect(chosenWords({ events: ['incident.opened', 'deployment.failed', 'deployment.rolled_back'] })).toBe(
      'Incidents, their beginning; failed and rolled back deployments',
    )
    expect(chosenWords({ events: ['deployment.succeeded'] })).toBe('Succeeded deployments')
  })
})
