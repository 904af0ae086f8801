import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/maintenance'
import { deleteMaintenanceWindow } from '@/services/maintenance/delete-window'

export const DELETE = route(operations.deleteMaintenanceWindow, async ({ ctx, params }) => {
  await deleteMaintenanceWindow({ ctx, input: { windowId: params.id } })
  return undefined
})
