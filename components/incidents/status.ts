import type { Mark } from '@/components/ui/status-mark'
import { isWarning } from '@/core/incidents/causes'
import type { IncidentStatus } from '@/core/incidents/status'

/** Acknowledged or not: users are hurt until it is over. */
export const incidentMark = (status: IncidentStatus, causeCode: string): Mark => {
  if (status === 'resolved') return 'live'
  return isWarning(causeCode) ? 'degraded' : 'down'
}
