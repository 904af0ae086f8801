import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { EventChoice } from '@/components/channels/event-choice'
import { channelEvents } from '@/core/channels/schema'
import { channelEventWords } from '@/core/channels/words'

it('everything that a channel can be told can be chosen', () => {
  const page = renderToStaticMarkup(
    <EventChoice id="events" events={[]} error={undefined} onChange={() => undefined} />,
  )
  expect(page.match(/type="checkbox"/g)).toHaveLength(channelEvents.length)
  for (const event of channelEvents) expect(page).toContain(channelEventWords[event])
})
