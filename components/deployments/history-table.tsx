import { HeadCell, Table, TableBody, TableHead } from '@/components/ui/table'
import { type HistoryEntry, HistoryRow } from './history-row'
import type { RedeployActions } from './redeploy-button'

interface HistoryTableProps {
  entries: readonly HistoryEntry[]
  now: string
  /** The team's list names the app in each row. */
  withApp?: boolean
  /** Left out for those who may not deploy. */
  actions?: RedeployActions
}

/** What was deployed, by whom, and what it did to users. */
export const HistoryTable = ({ entries, withApp, ...row }: HistoryTableProps) => (
  <Table>
    <TableHead>
      <HeadCell className="w-48">Deployment</HeadCell>
      {withApp ? <HeadCell>App</HeadCell> : null}
      <HeadCell>Release</HeadCell>
      <HeadCell>By</HeadCell>
      <HeadCell>Took</HeadCell>
      <HeadCell>Proof</HeadCell>
      <HeadCell className="w-28">
        <span className="sr-only">Actions</span>
      </HeadCell>
    </TableHead>
    <TableBody>
      {entries.map((entry) => (
        <HistoryRow key={entry.id} entry={entry} withApp={withApp ?? false} {...row} />
      ))}
    </TableBody>
  </Table>
)
