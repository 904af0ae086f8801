import { Checkbox } from '@/components/ui/input'
import { type ChannelEvent, channelEvents } from '@/core/channels/schema'
import { channelEventWords } from '@/core/channels/words'

interface EventChoiceProps {
  id: string
  events: readonly ChannelEvent[]
  error: string | undefined
  onChange: (events: ChannelEvent[]) => void
}

/** What a channel is told. Incidents come of the monitors that have it; deployments of every app of the team. */
export const EventChoice = ({ id, events, error, onChange }: EventChoiceProps) => {
  const group = (title: string, kinds: readonly string[]) => (
    <div>
      <p className="text-sm text-muted">{title}</p>
      <div className="flex flex-col items-start">
        {channelEvents
          .filter((event) => kinds.includes(event.split('.')[0] ?? ''))
          .map((event) => (
            <Checkbox
              key={event}
              label={channelEventWords[event]}
              checked={events.includes(event)}
              onChange={({ target }) =>
                onChange(channelEvents.filter((one) => (one === event ? target.checked : events.includes(one))))
              }
            />
          ))}
      </div>
    </div>
  )
  return (
    <fieldset aria-describedby={`${id}-note`} className="mt-3">
      <legend className="mb-1 font-medium">Tell it when</legend>
      <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
        {group('Of monitors that have this channel', ['incident'])}
        {group('Of all apps of the team', ['deployment'])}
        {group('Of what the team relies on', ['certificate', 'backup'])}
      </div>
      <p id={`${id}-note`} aria-live="polite" className="text-sm text-warn not-empty:mt-1">
        {error}
      </p>
    </fieldset>
  )
}
