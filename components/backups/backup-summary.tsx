import { Notice } from '@/components/ui/notice'
import { Time } from '@/components/ui/time'
import type { BackupView } from '@/core/backups/view'
import { formatBytes } from '@/core/format/number'
import { formatExact } from '@/core/format/time'
import { BackupStatus } from './backup-status'
import { tookWords } from './words'

interface BackupSummaryProps {
  /** The newest of all; null: there is none. */
  last: BackupView | null
  /** The newest that is whole. */
  lastGood: BackupView | null
  next: string | null
  /** A slot that no worker has come to. */
  missed: string | null
  now: string
}

/** How it stands with backups, in a sentence; what went wrong first. */
export const BackupSummary = ({ last, lastGood, next, missed, now }: BackupSummaryProps) => (
  <div className="mb-4 flex flex-col gap-3">
    {missed === null ? null : (
      <Notice tone="warn">
        The backup of {formatExact(new Date(missed))} was not begun. See whether a worker of this instance runs: it
        makes one as soon as it does.
      </Notice>
    )}
    {last?.status === 'failed' ? (
      <Notice tone="warn">
        <p className="font-medium">
          The last backup failed <Time at={last.finishedAt ?? last.startedAt} now={now} />.
        </p>
        <p className="wrap-anywhere">{last.error}</p>
      </Notice>
    ) : null}
    {last?.status === 'running' || last?.status === 'waiting' ? (
      <p role="status">
        <BackupStatus status={last.status} isWarned={false} />
        <span className="figures ml-2 text-muted">
          {last.bytes === null || last.bytes === 0 ? '' : `${formatBytes(last.bytes)} so far`}
        </span>
      </p>
    ) : null}
    {lastGood ? (
      <p className="wrap-anywhere">
        <span className="text-lg font-medium">
          The last whole backup is of <Time at={lastGood.startedAt} now={now} />.
        </span>{' '}
        <span className="block text-muted">
          {[lastGood.bytes === null ? null : formatBytes(lastGood.bytes), tookWords(lastGood)]
            .filter((part) => part !== null)
            .join(' in ')}
          , at {lastGood.destination}.
        </span>
      </p>
    ) : null}
    {last !== null && lastGood === null ? <p className="text-lg font-medium">There is no whole backup yet.</p> : null}
    <p className="text-muted">
      {next === null ? (
        'No backup is made by itself.'
      ) : (
        <>
          The next one is made <Time at={next} now={now} />.
        </>
      )}
    </p>
  </div>
)
