import { route } from '@/app/_server/route'
import { publicPage } from '@/core/api/cursor'
import * as operations from '@/core/api/operations/incidents'
import { listIncidents } from '@/services/incidents/list-incidents'

export const GET = route(operations.listIncidents, async ({ ctx, query }) =>
  publicPage(await listIncidents({ ctx, input: query })),
)
