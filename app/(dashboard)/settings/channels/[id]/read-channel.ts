import { cache } from 'react'
import { requireContext } from '@/app/_server/session'
import { getChannel } from '@/services/channels/get-channel'

/** Read once for the title and the page together. Throws not_found, and forbidden. */
export const readChannel = cache(async (channelId: string) =>
  getChannel({ ctx: await requireContext(), input: { channelId } }),
)
