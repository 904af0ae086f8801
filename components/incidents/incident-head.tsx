import Link from 'next/link'
import type { ReactNode } from 'react'
import { deploymentMark } from '@/components/deployments/status'
import { Notice } from '@/components/ui/notice'
import { Badge, StatusMark } from '@/components/ui/status-mark'
import { Time } from '@/components/ui/time'
import type { DeploymentStatus } from '@/core/deployments/state'
import { statusWords } from '@/core/deployments/words'
import { formatDay } from '@/core/format/time'
import { incidentStatusWords } from '@/core/incidents/status'
import { type IncidentFacts, incidentVerdict } from '@/core/incidents/verdict'
import { incidentMark } from './status'

interface IncidentHeadProps {
  incident: IncidentFacts & {
    monitorId: string
    acknowledgedAt: string | null
    acknowledgedBy: string | null
    flapping: boolean
    heldUntil: string | null
    deployment: { id: string; number: number; words: string | null } | null
  }
  app: { id: string; name: string } | null
  target: { possible: true } | { possible: false; why: string } | null
  rollback: { id: string; number: number; status: DeploymentStatus; release: number | null } | null
  now: string
  /** What can be done. */
  children: ReactNode
}

const link = 'underline decoration-line-strong underline-offset-2 hover:decoration-current'

/** The verdict in one large sentence; since when, what came before it, and what can be done. */
export const IncidentHead = ({ incident, app, target, rollback, now, children }: IncidentHeadProps) => (
  <div className="mb-8">
    <p className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
      <StatusMark
        mark={incidentMark(incident.status, incident.causeCode)}
        word={incidentStatusWords[incident.status]}
      />
      {incident.acknowledgedBy && incident.acknowledgedAt ? (
        <span className="text-muted">
          {incident.acknowledgedBy} has seen it, <Time at={incident.acknowledgedAt} now={now} />
        </span>
      ) : null}
      {incident.flapping ? <Badge tone="warn">flapping</Badge> : null}
    </p>
    <h1 aria-live="polite" className="max-w-3xl text-3xl font-semibold tracking-tight text-balance break-words">
      {incidentVerdict(incident, new Date(now))}
    </h1>
    <p className="mt-3 max-w-prose">
      <Since incident={incident} now={now} />
      {incident.deployment?.words ? (
        <>
          {' '}
          It{' '}
          <Link href={`/deployments/${incident.deployment.id}`} className={link}>
            {incident.deployment.words}
          </Link>
          .
        </>
      ) : null}
    </p>
    <p className="mt-1 flex flex-wrap gap-x-4 text-muted">
      <Link href={`/monitors/${incident.monitorId}`} className="target hover:text-text hover:underline">
        Monitor {incident.monitorName}
      </Link>
      {app ? (
        <Link href={`/apps/${app.id}`} className="target hover:text-text hover:underline">
          App {app.name}
        </Link>
      ) : null}
    </p>
    {rollback ? (
      <p className="mt-4 flex flex-wrap items-center gap-x-2">
        Gone back{rollback.release === null ? '' : ` to v${rollback.release}`}:
        <Link href={`/deployments/${rollback.id}`} className="target hover:underline">
          <StatusMark mark={deploymentMark(rollback.status)} word={statusWords[rollback.status]} />
          <span className="figures text-muted">#{rollback.number}</span>
        </Link>
      </p>
    ) : null}
    {incident.heldUntil ? (
      <div className="mt-4 max-w-prose">
        <Notice>
          The app is being deployed, so nobody has been told yet. That happens when the deployment has ended and this
          still lasts, <Time at={incident.heldUntil} now={now} /> at the latest.
        </Notice>
      </div>
    ) : null}
    <div className="mt-5 flex flex-wrap items-start gap-2 empty:hidden">{children}</div>
    {target && !target.possible ? (
      <p className="mt-3 text-sm text-muted">No rollback is offered. {target.why}</p>
    ) : null}
  </div>
)

const Since = ({ incident, now }: Pick<IncidentHeadProps, 'incident' | 'now'>) =>
  incident.resolvedAt === null ? (
    <>
      Since {clockWords(incident.openedAt)} UTC, <Time at={incident.openedAt} now={now} />.
    </>
  ) : (
    <>
      From {clockWords(incident.openedAt)} to {clockWords(incident.resolvedAt)} UTC,{' '}
      <Time at={incident.openedAt} now={now} />.
    </>
  )

/** `3 Sep 14:02:07`, which one compares with logs. */
const clockWords = (at: string): string => `${formatDay(new Date(at))} ${at.slice(11, 19)}`
