'use client'

import { useRouter } from 'next/navigation'
import type { ActionResult } from '@/core/action-result'
import { ChannelForm } from './channel-form'

interface EditChannelProps {
  channelId: string
  existing: NonNullable<Parameters<typeof ChannelForm>[0]['existing']>
  save: (input: unknown) => Promise<ActionResult<null>>
}

/** Changes a channel and goes back to its page. */
export const EditChannel = ({ channelId, existing, save }: EditChannelProps) => {
  const router = useRouter()
  return (
    <div className="max-w-2xl">
      <ChannelForm existing={existing} save={save} onSaved={() => router.push(`/settings/channels/${channelId}`)} />
    </div>
  )
}
