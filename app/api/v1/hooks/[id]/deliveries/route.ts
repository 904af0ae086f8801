import { route } from '@/app/_server/route'
import { publicPage } from '@/core/api/cursor'
import * as operations from '@/core/api/operations/hooks'
import { listHookDeliveries } from '@/services/hooks/list-hook-deliveries'

export const GET = route(operations.listHookDeliveries, async ({ ctx, params, query }) =>
  publicPage(await listHookDeliveries({ ctx, input: { ...query, hookId: params.id } })),
)
