import { describe, expect, it } from 'vitest'
import { configOf, rotated, rotationMs, signingSecrets } from '@/core/channels/config'
import { channelSchema } from '@/core/channels/schema'
import { shownOf } from '@/core/channels/shown'

const now = new Date('2026-09-03T12:00:00Z')

describe('a channel', () => {
  it('shows where it leads, not what is secret of it', () => {
    const slack = channelSchema.parse({
      type: 'slack',
      name: 'ops',
      url: 'https://hooks.slack.com/services/T0/B0/abcdWXYZ',
    })
    expect(shownOf(configOf(slack, ''))).toEqual({ url: 'https://hooks.slack.com/…WXYZ' })
    const hook = channelSchema.parse({ type: 'webhook', name: 'pager', url: 'https://u:p@pager.example/in?key=1#x' })
    expect(shownOf(configOf(hook, 'whsec_1'))).toEqual({ url: 'https://pager.example/in' })
  })

  it.each([
    ['https://pager.example/', 'https://pager.example/'],
    ['https://pager.example/hooks/a', 'https://pager.example/hooks/a'],
    ['https://pager.example/hook/s3cret', 'https://pager.example/hoo…'],
    ['https://chat.example/api/webhooks/10001/s3cretWXYZ', 'https://chat.example/api…WXYZ'],
  ])('shows of a webhook’s path no more than one knows it by: %s', (url, shown) => {
    const hook = channelSchema.parse({ type: 'webhook', name: 'pager', url })
    expect(shownOf(configOf(hook, 'whsec_1'))).toEqual({ url: shown })
  })

  it('signs with the secret before for a day, and with none before that', () => {
    const config = { type: 'webhook' as const, url: 'https://x.example', secrets: [{ secret: 'one', until: null }] }
    const second = rotated(config, 'two', now)
    const third = rotated(second, 'three', now)
    expect(signingSecrets(second, now)).toEqual(['two', 'one'])
    expect(signingSecrets(third, now)).toEqual(['three', 'two'])
    expect(signingSecrets(third, new Date(now.getTime() + rotationMs))).toEqual(['three'])
  })
})
