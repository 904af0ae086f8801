import { route } from '@/app/_server/route'
import { publicPage } from '@/core/api/cursor'
import * as operations from '@/core/api/operations/monitors'
import { createMonitor } from '@/services/monitors/create-monitor'
import { listMonitors } from '@/services/monitors/list-monitors'

export const GET = route(operations.listMonitors, async ({ ctx, query }) =>
  publicPage(await listMonitors({ ctx, input: query })),
)

export const POST = route(operations.createMonitor, ({ ctx, body }) => createMonitor({ ctx, input: body }))
