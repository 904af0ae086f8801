import { route } from '@/app/_server/route'
import { publicPage } from '@/core/api/cursor'
import * as operations from '@/core/api/operations/maintenance'
import { createMaintenanceWindow } from '@/services/maintenance/create-window'
import { listMaintenanceWindows } from '@/services/maintenance/list-windows'

export const GET = route(operations.listMaintenanceWindows, async ({ ctx, query }) =>
  publicPage(await listMaintenanceWindows({ ctx, input: query })),
)

export const POST = route(operations.createMaintenanceWindow, ({ ctx, body }) =>
  createMaintenanceWindow({ ctx, input: body }),
)
