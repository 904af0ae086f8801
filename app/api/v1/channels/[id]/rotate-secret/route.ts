import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/channels'
import { rotateSecret } from '@/services/channels/rotate-secret'

export const POST = route(operations.rotateChannelSecret, ({ ctx, params }) =>
  rotateSecret({ ctx, input: { channelId: params.id } }),
)
