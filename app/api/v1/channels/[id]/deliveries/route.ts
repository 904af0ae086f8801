import { route } from '@/app/_server/route'
import { publicPage } from '@/core/api/cursor'
import * as operations from '@/core/api/operations/channels'
import { listDeliveries } from '@/services/deliveries/list-deliveries'

export const GET = route(operations.listDeliveries, async ({ ctx, params, query }) =>
  publicPage(await listDeliveries({ ctx, input: { channelId: params.id, ...query } })),
)
