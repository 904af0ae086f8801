import { Cell, HeadCell, Row, Table, TableBody, TableHead } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import type { BackupView } from '@/core/backups/view'
import { formatBytes } from '@/core/format/number'
import { BackupStatus } from './backup-status'
import { tookWords, triggerWords } from './words'

/** The last backups: how each ended, when, where to, how large it is and how long it took. */
export const BackupTable = ({ backups, now }: { backups: readonly BackupView[]; now: string }) => (
  <Table>
    <TableHead>
      <HeadCell>Outcome</HeadCell>
      <HeadCell>Begun</HeadCell>
      <HeadCell>Where to</HeadCell>
      <HeadCell className="text-right">Size</HeadCell>
      <HeadCell className="text-right">Took</HeadCell>
    </TableHead>
    <TableBody>
      {backups.map((backup) => (
        <Row key={backup.id} className="align-top">
          <Cell className="max-md:w-full">
            <BackupStatus status={backup.status} isWarned={backup.error !== null} />
          </Cell>
          <Cell className="whitespace-nowrap max-md:w-full">
            <Time at={backup.startedAt} now={now} />
            <span className="block text-sm text-muted">{triggerWords(backup.trigger)}</span>
          </Cell>
          <Cell className="wrap-anywhere max-md:w-full">
            {backup.destination}
            {backup.file === null ? null : <span className="block font-mono text-sm text-muted">{backup.file}</span>}
            {backup.error === null ? null : <span className="block text-sm">{backup.error}</span>}
          </Cell>
          <Cell className="figures text-right whitespace-nowrap">
            {backup.bytes === null ? <Missing what="no size" /> : formatBytes(backup.bytes)}
          </Cell>
          <Cell className="figures text-right whitespace-nowrap">
            {tookWords(backup) ?? <Missing what="not over yet" />}
          </Cell>
        </Row>
      ))}
    </TableBody>
  </Table>
)

const Missing = ({ what }: { what: string }) => <span className="sr-only">{what}</span>
