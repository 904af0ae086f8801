import { IncidentTable, type ShownIncident } from '@/components/incidents/incident-table'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'

/** The last incidents of one app or monitor, open ones and those that are over. */
export const LastIncidents = ({ incidents, now }: { incidents: readonly ShownIncident[]; now: string }) => (
  <Section title="Last incidents">
    {incidents.length === 0 ? (
      <EmptyState title="No incident so far">
        When checks fail several times in a row, what was wrong and which deployment came before it stands here.
      </EmptyState>
    ) : (
      <IncidentTable incidents={incidents} now={now} />
    )}
  </Section>
)
