'use client'

import { useRouter } from 'next/navigation'
import { NewChannel } from './new-channel'

type AddChannelProps = Pick<Parameters<typeof NewChannel>[0], 'create'>

/** Adds a channel and goes to its page, where it can be tried. */
export const AddChannel = ({ create }: AddChannelProps) => {
  const router = useRouter()
  return (
    <NewChannel
      label="Add channel"
      look="primary"
      create={create}
      onMade={({ id }) => router.push(`/settings/channels/${id}`)}
    />
  )
}
