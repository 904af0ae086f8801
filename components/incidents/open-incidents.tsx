import { IncidentTable, type ShownIncident } from '@/components/incidents/incident-table'
import { Section } from '@/components/ui/section'

/** The open incidents of one app; nothing where there are none. */
export const OpenIncidents = ({ incidents, now }: { incidents: readonly ShownIncident[]; now: string }) =>
  incidents.length === 0 ? null : (
    <Section title="Open incidents" className="mt-8">
      <IncidentTable incidents={incidents} now={now} />
    </Section>
  )
