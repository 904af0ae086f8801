import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/monitors'
import { deleteMonitor } from '@/services/monitors/delete-monitor'
import { getMonitor } from '@/services/monitors/get-monitor'
import { updateMonitor } from '@/services/monitors/update-monitor'

export const GET = route(operations.getMonitor, ({ ctx, params }) =>
  getMonitor({ ctx, input: { monitorId: params.id } }),
)

export const PATCH = route(operations.updateMonitor, ({ ctx, params, body }) =>
  updateMonitor({ ctx, input: { monitorId: params.id, patch: body } }),
)

export const DELETE = route(operations.deleteMonitor, async ({ ctx, params }) => {
  await deleteMonitor({ ctx, input: { monitorId: params.id } })
  return undefined
})
