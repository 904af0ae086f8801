import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/incidents'
import { getIncident } from '@/services/incidents/get-incident'

export const GET = route(operations.getIncident, ({ ctx, params }) =>
  getIncident({ ctx, input: { incidentId: params.id } }),
)
