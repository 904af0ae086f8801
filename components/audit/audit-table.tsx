import { Disclosure } from '@/components/ui/disclosure'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { actionWords } from '@/core/access/action-words'
import { type Difference, differences } from '@/core/audit/differences'

interface ShownEvent {
  id: string
  at: string
  actor: { type: string; name: string }
  action: string
  target: { name: string }
  before: unknown
  after: unknown
  ip: string | null
}

/** Who changed what; each row opens to what it was before and after. */
export const AuditTable = ({ events, now }: { events: readonly ShownEvent[]; now: string }) => (
  <Table>
    <TableHead>
      <HeadCell>When</HeadCell>
      <HeadCell>Who</HeadCell>
      <HeadCell>What</HeadCell>
      <HeadCell>From</HeadCell>
    </TableHead>
    <TableBody>
      {events.map((event) => (
        <Row key={event.id}>
          <Cell className="text-sm whitespace-nowrap text-muted">
            <Time at={event.at} now={now} />
          </Cell>
          <Cell className="font-medium">
            {event.actor.name}
            {event.actor.type === 'token' || event.actor.type === 'hook' ? (
              <span className="font-normal text-muted"> ({event.actor.type})</span>
            ) : null}
          </Cell>
          <Cell className="min-w-0 max-md:w-full">
            <p>
              {actionWords(event.action)} <span className="font-medium wrap-anywhere">{event.target.name}</span>
            </p>
            <Changes {...event} />
          </Cell>
          <Cell className="font-mono text-sm text-muted">{event.ip ?? ''}</Cell>
        </Row>
      ))}
    </TableBody>
  </Table>
)

const Changes = ({ before, after }: Pick<ShownEvent, 'before' | 'after'>) => {
  const changes = differences(before, after)
  if (changes.length === 0) return null
  return (
    <Disclosure
      title={
        <span className="text-sm font-normal text-muted">
          {changes.length === 1 ? '1 value' : `${changes.length} values`}
        </span>
      }
    >
      <dl className="mb-1 ml-5 grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[minmax(8rem,auto)_1fr]">
        {changes.map((change) => (
          <Change key={change.path} {...change} />
        ))}
      </dl>
    </Disclosure>
  )
}

const Change = ({ path, before, after }: Difference) => (
  <>
    <dt className="font-mono break-all text-muted">{path}</dt>
    <dd className="min-w-0 wrap-anywhere max-sm:mb-1">
      {before === null ? null : (
        <del className="text-muted decoration-line-strong">
          <span className="sr-only">before: </span>
          {before}
        </del>
      )}
      {before !== null && after !== null ? (
        <span aria-hidden className="px-1.5 text-muted">
          →
        </span>
      ) : null}
      {after === null ? null : (
        <ins className="no-underline">
          <span className="sr-only">after: </span>
          {after}
        </ins>
      )}
    </dd>
  </>
)
