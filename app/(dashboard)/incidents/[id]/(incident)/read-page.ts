import { cache } from 'react'
import { requireContext } from '@/app/_server/session'
import { readIncidentPage } from '@/services/incidents/read-incident-page'

/** Read once for the title and the page together. Throws not_found. */
export const readPage = cache(async (incidentId: string) =>
  readIncidentPage({ ctx: await requireContext(), input: { incidentId } }),
)
