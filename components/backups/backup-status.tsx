import { type Mark, StatusMark } from '@/components/ui/status-mark'

interface BackupStatusProps {
  status: string
  /** Something beside it could not be done. */
  isWarned: boolean
}

const marks: Record<string, { mark: Mark; word: string }> = {
  waiting: { mark: 'idle', word: 'Waits for a worker' },
  running: { mark: 'moving', word: 'Being made' },
  done: { mark: 'live', word: 'Kept' },
  failed: { mark: 'degraded', word: 'Failed' },
}

/** How a backup stands, by shape, colour and word. */
export const BackupStatus = ({ status, isWarned }: BackupStatusProps) => {
  const known = marks[status] ?? { mark: 'idle', word: status }
  return isWarned && status === 'done' ? (
    <StatusMark mark="degraded" word="Kept, with a warning" />
  ) : (
    <StatusMark mark={known.mark} word={known.word} />
  )
}
