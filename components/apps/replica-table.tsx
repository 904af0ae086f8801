import { EmptyState } from '@/components/ui/empty-state'
import { type Mark, StatusMark } from '@/components/ui/status-mark'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { ReplicaView } from '@/core/apps/replica-view'
import { formatAmount, formatBytes, formatCountOf, thin } from '@/core/format/number'

/** Each running container of an app: does it pass its checks, and what does it take. */
export const ReplicaTable = ({ replicas, now }: { replicas: readonly ReplicaView[]; now: string }) => {
  if (replicas.length === 0) {
    return (
      <EmptyState title="No replica is running">
        A deployment starts them; each is listed here with its checks.
      </EmptyState>
    )
  }
  return (
    <Table>
      <TableHead>
        <HeadCell>Replica</HeadCell>
        <HeadCell>Checks</HeadCell>
        <HeadCell>Address</HeadCell>
        <HeadCell>Started</HeadCell>
        <HeadCell>CPU</HeadCell>
        <HeadCell>Memory</HeadCell>
        <HeadCell>Restarts</HeadCell>
      </TableHead>
      <TableBody>
        {replicas.map((replica) => (
          <Row key={replica.id} className="figures">
            <Cell>
              <span className="font-medium">{replica.number}</span>{' '}
              <span className="text-muted">
                of v{replica.release} on {replica.host}
              </span>
            </Cell>
            <Cell>
              <StatusMark {...healthOf(replica)} />
            </Cell>
            <Cell className="font-mono text-sm">
              {replica.address}:{replica.port}
            </Cell>
            <Cell className="text-sm">
              <span className="text-muted md:hidden">started </span>
              {replica.startedAt === null ? '–' : <Time at={replica.startedAt} now={now} />}
            </Cell>
            <Cell className="text-sm">
              <span className="text-muted md:hidden">CPU </span>
              {replica.cpuPercent === null ? '–' : `${formatAmount(replica.cpuPercent)}${thin}%`}
            </Cell>
            <Cell className="text-sm">
              {replica.memoryBytes === null ? '–' : formatBytes(replica.memoryBytes)}
              {replica.memoryLimitBytes ? (
                <span className="text-muted"> of {formatBytes(replica.memoryLimitBytes)}</span>
              ) : null}
            </Cell>
            <Cell className="text-sm">
              {replica.restarts === null ? (
                '–'
              ) : (
                <>
                  <span className="max-md:hidden">{replica.restarts}</span>
                  <span className="text-muted md:hidden">{formatCountOf(replica.restarts, 'restart')}</span>
                </>
              )}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  )
}

const healthOf = ({ state, health }: ReplicaView): { mark: Mark; word: string } => {
  if (state === 'starting') return { mark: 'moving', word: 'Starting' }
  if (state === 'draining') return { mark: 'idle', word: 'Draining' }
  if (state === 'stopping') return { mark: 'idle', word: 'Stopping' }
  if (health === 'down') return { mark: 'down', word: 'Failing' }
  return health === null ? { mark: 'idle', word: 'Not looked at yet' } : { mark: 'live', word: 'Passing' }
}
