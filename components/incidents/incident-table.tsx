import { RowLink } from '@/components/ui/row-link'
import { Badge, StatusMark } from '@/components/ui/status-mark'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { formatDuration } from '@/core/format/duration'
import { type IncidentStatus, incidentStatusWords } from '@/core/incidents/status'
import { causeSentence, lastedMs } from '@/core/incidents/verdict'
import { incidentMark } from './status'

/** An incident as a row shows it. */
export interface ShownIncident {
  id: string
  monitorName: string
  appId: string | null
  appName: string | null
  status: IncidentStatus
  openedAt: string
  resolvedAt: string | null
  acknowledgedBy: string | null
  cause: string
  causeCode: string
  flapping: boolean
  deployment: { id: string; words: string | null } | null
}

interface IncidentTableProps {
  incidents: readonly ShownIncident[]
  now: string
  /** Says of which app each is; left out where all are of one. */
  withApp?: boolean
}

/** One row an incident: what is wrong, which deployment came before it, since when. */
export const IncidentTable = ({ incidents, now, withApp = false }: IncidentTableProps) => (
  <Table>
    <TableHead>
      <HeadCell className="w-36">Status</HeadCell>
      <HeadCell>Monitor</HeadCell>
      {withApp ? <HeadCell className="w-40">App</HeadCell> : null}
      <HeadCell className="w-64">Deployment before it</HeadCell>
      <HeadCell className="w-44 text-right">Since</HeadCell>
    </TableHead>
    <TableBody>
      {incidents.map((incident) => (
        <Row key={incident.id}>
          <Cell className="max-md:order-2 max-md:w-32 max-md:text-right">
            <StatusMark
              mark={incidentMark(incident.status, incident.causeCode)}
              word={incidentStatusWords[incident.status]}
            />
            {incident.status === 'acknowledged' && incident.acknowledgedBy ? (
              <p className="text-sm text-muted max-md:hidden">by {incident.acknowledgedBy}</p>
            ) : null}
          </Cell>
          <Cell className="min-w-40 max-md:order-1 max-md:min-w-0 max-md:flex-1 max-md:basis-[calc(100%-140px)]">
            <RowLink href={`/incidents/${incident.id}`} className="target font-semibold wrap-anywhere hover:underline">
              {incident.monitorName}
            </RowLink>{' '}
            {incident.flapping ? <Badge tone="warn">flapping</Badge> : null}
            <p className="max-w-prose text-sm wrap-anywhere">{causeSentence(incident)}</p>
          </Cell>
          {withApp ? (
            <Cell className={incident.appName === null ? 'text-muted max-md:hidden' : 'max-md:order-4 max-md:text-sm'}>
              {incident.appId === null || incident.appName === null ? (
                '–'
              ) : (
                <RowLink href={`/apps/${incident.appId}`} className="target hover:underline">
                  {incident.appName}
                </RowLink>
              )}
            </Cell>
          ) : null}
          <Cell
            className={
              incident.deployment?.words ? 'text-sm max-md:order-3 max-md:w-full' : 'text-sm text-muted max-md:hidden'
            }
          >
            <Before deployment={incident.deployment} />
          </Cell>
          <Cell className="text-right text-sm text-muted max-md:order-5">
            <Time at={incident.openedAt} now={now} />
            {incident.resolvedAt === null ? null : (
              <p className="figures max-md:inline">
                <span className="md:hidden">, </span>lasted {formatDuration(lastedMs(incident, new Date(now)))}
              </p>
            )}
          </Cell>
        </Row>
      ))}
    </TableBody>
  </Table>
)

const Before = ({ deployment }: { deployment: ShownIncident['deployment'] }) =>
  deployment?.words ? (
    <RowLink href={`/deployments/${deployment.id}`} className="target hover:underline">
      <span className="inline-block first-letter:uppercase">{deployment.words}</span>
    </RowLink>
  ) : (
    'none'
  )
