import { RemoveButton } from '@/components/forms/remove-button'
import { RowLink } from '@/components/ui/row-link'
import { StatusMark } from '@/components/ui/status-mark'
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { ActionResult } from '@/core/action-result'
import { spanWords } from '@/core/format/zoned'
import { recurrenceWords } from '@/core/maintenance/words'

/** A maintenance window as a row shows it. */
interface ShownWindow {
  id: string
  name: string
  monitorIds: readonly string[]
  startsAt: string | null
  endsAt: string | null
  cron: string | null
  timezone: string | null
  durationMinutes: number | null
  active: boolean
  next: { from: string; to: string } | null
}

interface WindowTableProps {
  windows: readonly ShownWindow[]
  /** Names of monitors by their ids. */
  names: ReadonlyMap<string, string>
  now: string
  /** Left out for those who may not. */
  remove?: (windowId: string) => Promise<ActionResult<null>>
}

/** So many monitors are named in a row; the rest are counted. */
const mostNamed = 4

/** One row a window: whether it is on, when it comes next, and of which monitors. */
export const WindowTable = ({ windows, names, now, remove }: WindowTableProps) => (
  <Table>
    <TableHead>
      <HeadCell className="w-32">Status</HeadCell>
      <HeadCell>Window</HeadCell>
      <HeadCell>Monitors</HeadCell>
      <HeadCell className="w-64">Next</HeadCell>
      {remove ? (
        <HeadCell className="w-28">
          <span className="sr-only">Actions</span>
        </HeadCell>
      ) : null}
    </TableHead>
    <TableBody>
      {windows.map((window) => (
        <Row key={window.id} className={window.next === null ? 'text-muted' : undefined}>
          <Cell className="max-md:order-2 max-md:ml-auto">
            <StatusMark mark={window.active ? 'live' : 'idle'} word={stateWord(window)} />
          </Cell>
          <Cell className="min-w-40 max-md:order-1 max-md:min-w-0 max-md:flex-1 max-md:basis-[calc(100%-120px)]">
            <p className="font-medium wrap-anywhere">{window.name}</p>
            <p className="text-sm text-muted">{whenWords(window)}</p>
          </Cell>
          <Cell className="text-sm max-md:order-3 max-md:w-full">
            <Monitors ids={window.monitorIds} names={names} />
          </Cell>
          <Cell className="text-sm max-md:order-4 max-md:min-w-0 max-md:flex-1">
            <Next window={window} now={now} />
          </Cell>
          {remove ? (
            <Cell className="text-right max-md:order-5 max-md:ml-auto">
              <RemoveButton verb="Remove" name={window.name} remove={remove.bind(null, window.id)} />
            </Cell>
          ) : null}
        </Row>
      ))}
    </TableBody>
  </Table>
)

const stateWord = ({ active, next }: ShownWindow): string => (active ? 'On now' : next === null ? 'Over' : 'To come')

const whenWords = ({ cron, timezone, durationMinutes, startsAt, endsAt }: ShownWindow): string => {
  if (cron !== null && timezone !== null && durationMinutes !== null) {
    return recurrenceWords({ cron, timezone, durationMinutes })
  }
  return startsAt === null || endsAt === null
    ? ''
    : `Once, ${spanWords(new Date(startsAt), new Date(endsAt), 'UTC')} UTC`
}

const Monitors = ({ ids, names }: { ids: readonly string[]; names: WindowTableProps['names'] }) => {
  const more = ids.length - mostNamed
  return (
    <ul className="flex flex-wrap gap-x-3">
      {ids.slice(0, mostNamed).map((id) => (
        <li key={id}>
          <RowLink href={`/monitors/${id}`} className="target wrap-anywhere hover:underline">
            {names.get(id) ?? 'a monitor'}
          </RowLink>
        </li>
      ))}
      {more > 0 ? <li className="figures target text-muted">and {more} more</li> : null}
    </ul>
  )
}

const Next = ({ window: { active, next, timezone, cron }, now }: { window: ShownWindow; now: string }) => {
  if (next === null) return <span className="text-muted">not any more</span>
  return (
    <>
      {active ? (
        <p>
          ends <Time at={next.to} now={now} />
        </p>
      ) : (
        <p>
          begins <Time at={next.from} now={now} />
        </p>
      )}
      {cron === null ? null : (
        <p className="figures text-muted">{spanWords(new Date(next.from), new Date(next.to), timezone ?? 'UTC')}</p>
      )}
    </>
  )
}
