import { ExternalLink } from 'lucide-react'
import { DeployButton } from '@/components/apps/deploy-button'
import { SparkOf } from '@/components/apps/sparks'
import { appMark } from '@/components/apps/status'
import { deploymentMark } from '@/components/deployments/status'
import { RowLink } from '@/components/ui/row-link'
import { StatusMark } from '@/components/ui/status-mark'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { ActionResult } from '@/core/action-result'
import type { AppStatus } from '@/core/apps/schema'
import { appStatusWords } from '@/core/apps/verdict'
import type { Proof } from '@/core/deployments/schema'
import type { DeploymentStatus } from '@/core/deployments/state'
import { proofWords } from '@/core/deployments/verdict'
import { statusWords } from '@/core/deployments/words'
import { imageWithoutDigest } from '@/core/format/digest'
import { formatUptime } from '@/core/monitors/bars'

/** An app as a row shows it. */
interface ShownApp {
  id: string
  name: string
  status: AppStatus
  url: string | null
  domains: readonly string[]
  image: string | null
  liveRelease: { number: number; image: string } | null
  readyReplicas: number
  wantedReplicas: number
  lastDeployment: {
    id: string
    number: number
    status: DeploymentStatus
    actor: { name: string }
    queuedAt: string
    proof: Proof | null
  } | null
}

interface AppTableProps {
  apps: readonly ShownApp[]
  /** Of the last 24 hours, 0 to 100, by app; those that nobody watches are missing. */
  uptimes: Readonly<Record<string, number>>
  now: string
  /** Left out for those who may not deploy. */
  deploy?: (appId: string) => Promise<ActionResult<{ deploymentId: string }>>
}

/** One row an app: is it serving, what changed last, deploy. */
export const AppTable = ({ apps, uptimes, now, deploy }: AppTableProps) => (
  <Table>
    <TableHead>
      <HeadCell className="w-36">Status</HeadCell>
      <HeadCell>App</HeadCell>
      <HeadCell>Live</HeadCell>
      <HeadCell>Last deployment</HeadCell>
      <HeadCell className="w-52">Last hour</HeadCell>
      <HeadCell className="w-24 text-right">
        <abbr title="Uptime of the last 24 hours" className="no-underline">
          24 h
        </abbr>
      </HeadCell>
      <HeadCell className="w-24">
        <span className="sr-only">Actions</span>
      </HeadCell>
    </TableHead>
    <TableBody>
      {apps.map((app) => (
        <Row key={app.id}>
          <Cell className="max-md:order-3">
            <StatusMark mark={appMark(app.status)} word={appStatusWords[app.status]} />
          </Cell>
          <Cell className="max-md:order-1 max-md:min-w-0 max-md:flex-1 max-md:basis-[calc(100%-140px)]">
            <RowLink href={`/apps/${app.id}`} className="target font-semibold hover:underline">
              {app.name}
            </RowLink>
            <Domain app={app} />
          </Cell>
          <Cell className={app.liveRelease ? 'max-md:order-4' : 'max-md:hidden'}>
            <Live app={app} />
          </Cell>
          <Cell className={app.lastDeployment ? 'max-md:order-5 max-md:w-full' : 'max-md:hidden'}>
            <Last app={app} now={now} />
          </Cell>
          <Cell className={app.liveRelease ? 'max-md:order-6 max-md:w-full' : 'max-md:hidden'}>
            <SparkOf appId={app.id} />
          </Cell>
          <Cell className={uptimes[app.id] === undefined ? 'max-md:hidden' : 'text-right max-md:order-7'}>
            <Uptime appId={app.id} percent={uptimes[app.id]} />
          </Cell>
          <Cell className="text-right max-md:order-2">
            {deploy && app.image !== null ? <DeployButton appId={app.id} appName={app.name} deploy={deploy} /> : null}
          </Cell>
        </Row>
      ))}
    </TableBody>
  </Table>
)

const Uptime = ({ appId, percent }: { appId: string; percent: number | undefined }) =>
  percent === undefined ? null : (
    <RowLink href={`/apps/${appId}/monitoring`} className="target figures hover:underline">
      {formatUptime(percent)}
      <span className="md:sr-only"> up in the last 24 hours</span>
    </RowLink>
  )

const Domain = ({ app }: { app: ShownApp }) => {
  if (app.url === null) return <p className="text-sm text-muted">no domain</p>
  return (
    <p className="text-sm">
      <a href={app.url} className="target text-muted hover:text-text hover:underline">
        {app.domains[0]} <ExternalLink size={12} aria-hidden />
      </a>
      {app.domains.length > 1 ? <span className="text-muted"> and {app.domains.length - 1} more</span> : null}
    </p>
  )
}

const Live = ({ app }: { app: ShownApp }) => {
  if (!app.liveRelease) return <span className="text-muted">nothing yet</span>
  return (
    <>
      <p className="figures">
        <span className="font-medium">v{app.liveRelease.number}</span>{' '}
        <span className="text-muted">
          on {app.readyReplicas} of {app.wantedReplicas}
        </span>
      </p>
      <p className="max-w-56 truncate font-mono text-xs leading-5 text-muted">
        {imageWithoutDigest(app.liveRelease.image)}
      </p>
    </>
  )
}

const Last = ({ app, now }: { app: ShownApp; now: string }) => {
  const last = app.lastDeployment
  if (!last) return <span className="text-muted">never deployed</span>
  return (
    <>
      <RowLink href={`/deployments/${last.id}`} className="target hover:underline">
        <StatusMark mark={deploymentMark(last.status)} word={statusWords[last.status]} />
      </RowLink>{' '}
      <span className="text-muted">
        <Time at={last.queuedAt} now={now} /> by {last.actor.name}
      </span>
      {last.proof ? <p className="figures text-sm text-muted">{proofWords(last.proof)}</p> : null}
    </>
  )
}
