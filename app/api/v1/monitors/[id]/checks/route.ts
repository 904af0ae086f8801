import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/monitors'
import { listChecks } from '@/services/monitors/list-checks'

export const GET = route(operations.listMonitorChecks, ({ ctx, params, query }) =>
  listChecks({ ctx, input: { monitorId: params.id, ...query } }),
)
