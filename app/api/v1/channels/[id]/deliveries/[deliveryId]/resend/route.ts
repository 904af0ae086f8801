import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/channels'
import { resendDelivery } from '@/services/deliveries/resend-delivery'

export const POST = route(operations.resendDelivery, ({ ctx, params }) =>
  resendDelivery({ ctx, input: { channelId: params.id, deliveryId: params.deliveryId } }),
)
