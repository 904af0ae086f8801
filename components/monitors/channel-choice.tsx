'use client'

import { Send } from 'lucide-react'
import { useState, useTransition } from 'react'
import { type MadeChannel, NewChannel } from '@/components/channels/new-channel'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/input'
import type { ActionResult } from '@/core/action-result'
import { formatDuration } from '@/core/format/duration'

/** A channel as one may choose it. */
export interface ShownChannel {
  id: string
  name: string
  type: 'slack' | 'email' | 'webhook'
  enabled: boolean
}

interface Tested {
  ok: boolean
  error: string | null
  tookMs: number
}

interface ChannelChoiceProps {
  channels: readonly ShownChannel[]
  chosen: readonly string[]
  onChange: (channelIds: readonly string[]) => void
  sendTest: (channelId: string) => Promise<ActionResult<Tested>>
  /** Left out for those who may make none. */
  create?: ((input: unknown) => Promise<ActionResult<MadeChannel>>) | undefined
}

const typeWords = { slack: 'Slack', email: 'e-mail', webhook: 'webhook' } as const

/** Who is told. Send test goes to the chosen ones and says what came of it; one that misses is made in place. */
export const ChannelChoice = ({ channels: known, chosen, onChange, sendTest, create }: ChannelChoiceProps) => {
  const [made, setMade] = useState<readonly ShownChannel[]>([])
  const channels = [...known, ...made.filter(({ id }) => !known.some((channel) => channel.id === id))]
  const [said, setSaid] = useState<readonly string[]>([])
  const [pending, startTransition] = useTransition()
  const picked = channels.filter(({ id }) => chosen.includes(id))
  const test = () =>
    startTransition(async () => {
      setSaid([])
      for (const channel of picked) {
        const result = await sendTest(channel.id).catch(() => null)
        setSaid((before) => [...before, `${channel.name}: ${outcome(result)}`])
      }
    })
  const take = (channel: MadeChannel) => {
    setMade((before) => [...before, channel])
    onChange([...chosen, channel.id])
  }
  return (
    <fieldset>
      <legend className="sr-only">Channels</legend>
      <div className="flex flex-col items-start">
        {channels.map((channel) => (
          <Checkbox
            key={channel.id}
            label={`${channel.name} (${typeWords[channel.type]}${channel.enabled ? '' : ', switched off'})`}
            checked={chosen.includes(channel.id)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, channel.id] : chosen.filter((id) => id !== channel.id))
            }
          />
        ))}
      </div>
      <div className="mt-2 flex flex-wrap items-center gap-3 empty:hidden">
        {create ? <NewChannel label="New channel" create={create} onMade={take} /> : null}
        {picked.length > 0 ? (
          <>
            <Button pending={pending} onClick={test}>
              <Send size={14} aria-hidden /> {pending ? 'Sending…' : 'Send test'}
            </Button>
            <span className="text-sm text-muted">To what is chosen above.</span>
          </>
        ) : null}
      </div>
      <ul aria-live="polite" className="text-sm not-empty:mt-2">
        {said.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </fieldset>
  )
}

const outcome = (result: ActionResult<Tested> | null): string => {
  if (result === null) return 'no answer came from Gapless; try again.'
  if (!result.ok) return result.message
  return result.data.ok
    ? `taken, in ${formatDuration(result.data.tookMs)}.`
    : `not taken: ${result.data.error ?? 'no reason given'}.`
}
