import { clsx } from 'clsx'
import { HostActions, type HostActionsGiven } from '@/components/hosts/host-actions'
import { type Mark, StatusMark } from '@/components/ui/status-mark'
import { Time } from '@/components/ui/time'
import { formatBytes, formatCountOf } from '@/core/format/number'
import type { PublicEndpoint } from '@/core/hosts/schema'

interface ShownHost {
  id: string
  name: string
  /** Another team's is shown without what only its owner is to know. */
  own: boolean
  endpoint: PublicEndpoint | null
  publicAddress: string
  status: string
  statusMessage: string | null
  engineVersion: string | null
  checkedAt: string | null
  cpus: number | null
  memoryBytes: number | null
  diskBytes: number | null
  containers: number | null
  apps: number
  proxies:
    | readonly {
        name: string
        running: boolean
        version: string | null
        oldWorkers: number
        startedAt: string | null
      }[]
    | null
}

const statuses: Record<string, { mark: Mark; word: string }> = {
  ready: { mark: 'live', word: 'Ready' },
  degraded: { mark: 'degraded', word: 'Degraded' },
  unreachable: { mark: 'degraded', word: 'Unreachable' },
}

/** One block a host: can it be reached, what runs there, are its proxies up. */
export const HostList = ({
  hosts,
  now,
  grantable,
  ...actions
}: {
  hosts: readonly ShownHost[]
  now: string
  /** Whether it can be said which teams may use them. */
  grantable: boolean
} & HostActionsGiven) => (
  <ul className="border-t">
    {hosts.map((host) => (
      <li key={host.id} className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3 border-b py-4">
        <div className="min-w-0">
          <h2 className="flex flex-wrap items-center gap-x-3 font-semibold">
            {host.name}
            <StatusMark
              {...(statuses[host.status] ?? { mark: 'idle', word: 'Not looked at yet' })}
              className="font-normal"
            />
          </h2>
          <p className={clsx('text-sm wrap-anywhere text-muted', host.endpoint && 'font-mono')}>
            {host.endpoint ? where(host.endpoint) : 'Of another team; the operator of this instance lets yours use it.'}
          </p>
          {host.statusMessage ? <p className="mt-1 max-w-prose">{host.statusMessage}</p> : null}
          <dl className="mt-2 flex flex-wrap gap-x-8 gap-y-1 text-sm">
            <Fact name="Docker">{host.engineVersion ?? 'not asked yet'}</Fact>
            {host.cpus === null || host.memoryBytes === null ? null : (
              <Fact name="Machine">
                {formatCountOf(host.cpus, 'CPU')}, {formatBytes(host.memoryBytes)}
              </Fact>
            )}
            {host.diskBytes === null ? null : <Fact name="Disk taken by Docker">{formatBytes(host.diskBytes)}</Fact>}
            <Fact name="Running here">
              {formatCountOf(host.apps, 'app')} of yours
              {host.containers === null ? '' : `, ${formatCountOf(host.containers, 'container')} of ours`}
            </Fact>
            <Fact name="Users reach it at">
              <span className="font-mono">{host.publicAddress}</span>
            </Fact>
            <Fact name="Proxies">{proxies(host)}</Fact>
            {host.checkedAt ? (
              <Fact name="Looked at">
                <Time at={host.checkedAt} now={now} />
              </Fact>
            ) : null}
          </dl>
        </div>
        {host.own || grantable ? (
          <HostActions
            id={host.id}
            name={host.name}
            grantable={grantable}
            {...(host.own ? actions : {})}
            removable={host.apps === 0}
          />
        ) : null}
      </li>
    ))}
  </ul>
)

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <div>
    <dt className="text-muted">{name}</dt>
    <dd className="figures">{children}</dd>
  </div>
)

const where = (endpoint: PublicEndpoint): string => {
  switch (endpoint.type) {
    case 'socket':
      return `unix://${endpoint.path}`
    case 'tcp':
      return `tcp://${endpoint.host}:${endpoint.port} (TLS)`
    case 'ssh':
      return `ssh://${endpoint.username}@${endpoint.host}:${endpoint.port}`
  }
}

const proxies = ({ proxies: all }: ShownHost): string => {
  if (all === null) return 'not looked at yet'
  if (all.every((proxy) => proxy.startedAt === null)) return 'none yet; the first deployment starts them'
  const running = all.filter((proxy) => proxy.running)
  const version = running.find((proxy) => proxy.version)?.version
  return `${running.length} of ${all.length} running${version ? `, HAProxy ${version}` : ''}`
}
