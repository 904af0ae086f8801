import { route } from '@/app/_server/route'
import { publicPage } from '@/core/api/cursor'
import * as operations from '@/core/api/operations/channels'
import { createChannel } from '@/services/channels/create-channel'
import { listChannels } from '@/services/channels/list-channels'

export const GET = route(operations.listChannels, async ({ ctx, query }) =>
  publicPage(await listChannels({ ctx, input: query })),
)

export const POST = route(operations.createChannel, ({ ctx, body }) => createChannel({ ctx, input: body }))
