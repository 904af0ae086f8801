import { takeDelivery } from '@/app/_server/hook-delivery'
import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/hooks'
import { deleteHook } from '@/services/hooks/delete-hook'

export const POST = takeDelivery

export const DELETE = route(operations.deleteHook, async ({ ctx, params }) => {
  await deleteHook({ ctx, input: { hookId: params.id } })
  return undefined
})
