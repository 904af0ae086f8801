import type { BackupView } from '@/core/backups/view'
import { formatDuration } from '@/core/format/duration'

/** How long it took: `1.4 s`; null while it goes on. */
export const tookWords = ({ startedAt, finishedAt }: BackupView): string | null =>
  finishedAt === null ? null : formatDuration(Date.parse(finishedAt) - Date.parse(startedAt))

const triggers: Record<string, string> = {
  schedule: 'by schedule',
  dashboard: 'by hand, here',
  command: 'by bin/gapless backup',
}

/** What it was made by. */
export const triggerWords = (trigger: string): string => triggers[trigger] ?? trigger
