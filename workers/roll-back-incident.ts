import type { JobPayload } from '@/core/jobs/definitions'
import { systemContext } from '@/runtime'
import { rollBackByItself } from '@/services/incidents/roll-back-by-itself'

export const rollBackIncident = ({ teamId, incidentId }: JobPayload<'roll-back-incident'>): Promise<void> =>
  rollBackByItself({ ctx: systemContext(teamId), input: { incidentId } })
