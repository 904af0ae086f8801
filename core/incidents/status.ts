export const incidentStatuses = ['open', 'acknowledged', 'resolved'] as const
export type IncidentStatus = (typeof incidentStatuses)[number]

/** Those of an incident that has not ended. */
export const unresolved: readonly IncidentStatus[] = ['open', 'acknowledged']

export const incidentStatusWords: Record<IncidentStatus, string> = {
  open: 'Open',
  acknowledged: 'Acknowledged',
  resolved: 'Resolved',
}
