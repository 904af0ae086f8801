import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/channels'
import { testChannel } from '@/services/channels/test-channel'

export const POST = route(operations.testChannel, ({ ctx, params }) =>
  testChannel({ ctx, input: { channelId: params.id } }),
)
