import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/channels'
import { deleteChannel } from '@/services/channels/delete-channel'
import { getChannel } from '@/services/channels/get-channel'
import { updateChannel } from '@/services/channels/update-channel'

export const GET = route(operations.getChannel, ({ ctx, params }) =>
  getChannel({ ctx, input: { channelId: params.id } }),
)

export const PATCH = route(operations.updateChannel, ({ ctx, params, body }) =>
  updateChannel({ ctx, input: { channelId: params.id, patch: body } }),
)

export const DELETE = route(operations.deleteChannel, async ({ ctx, params }) => {
  await deleteChannel({ ctx, input: { channelId: params.id } })
  return undefined
})
