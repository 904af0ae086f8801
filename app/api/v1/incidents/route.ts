import { route } from '@/app/_server/route'
import { publicPage } from '@/core/api/cursor'
import * as operations from '@/core/api/operations/incidents'
import { unresolved } from '@/core/incidents/status'
import { listIncidents } from '@/services/incidents/list-incidents'

export const GET = route(operations.listIncidents, async ({ ctx, query: { status, ...query } }) => {
  const statuses = status === 'open' ? unresolved : status && [status]
  return publicPage(await listIncidents({ ctx, input: { ...query, statuses } }))
})
