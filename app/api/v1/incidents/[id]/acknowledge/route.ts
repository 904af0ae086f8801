import { route } from '@/app/_server/route'
import * as operations from '@/core/api/operations/incidents'
import { acknowledgeIncident } from '@/services/incidents/acknowledge-incident'

export const POST = route(operations.acknowledgeIncident, ({ ctx, params }) =>
  acknowledgeIncident({ ctx, input: { incidentId: params.id } }),
)
