import type { Metadata } from 'next'
import { requireContext } from '@/app/_server/session'
import { BackupForm } from '@/components/backups/backup-form'
import { BackupSummary } from '@/components/backups/backup-summary'
import { BackupTable } from '@/components/backups/backup-table'
import { RestoreSteps } from '@/components/backups/restore-steps'
import { StartBackupButton } from '@/components/backups/start-backup-button'
import { NotAllowed } from '@/components/frame/not-allowed'
import { LiveRefresh } from '@/components/live/live-refresh'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { backupName } from '@/core/backups/names'
import { restoreCommands } from '@/core/backups/restore-commands'
import { listOperators } from '@/services/backups/list-operators'
import { type BackupsView, readBackups } from '@/services/backups/read-backups'
import { backUpNow, saveBackupSettings, testDestination } from './actions'

export const metadata: Metadata = { title: 'Backup' }

const BackupPage = async () => {
  const ctx = await requireContext()
  if (!ctx.actor.isOperator) {
    const names = await listOperators({ ctx, input: {} })
    return (
      <NotAllowed
        why="Backups are of the whole instance, with every team in it. Only its operator may see and change them."
        remedy={names.length > 0 ? `In this team that is ${names.join(', ')}.` : 'Ask whoever set up this instance.'}
      />
    )
  }
  const view = await readBackups({ ctx, input: {} })
  const { settings, backups, lastGood, next, missed, keyIds } = view
  const now = ctx.clock.now()
  return (
    <>
      <LiveRefresh />
      <Section
        title="Backups"
        description="People, teams, apps, releases, monitors and settings; not images and volumes."
        actions={<StartBackupButton start={backUpNow} whyNot={whyNotNow(view)} />}
      >
        <BackupSummary
          last={backups[0] ?? null}
          lastGood={lastGood}
          next={next}
          missed={missed}
          now={now.toISOString()}
        />
        {backups.length === 0 ? (
          <EmptyState title="No backups yet">
            Say below where they go, and save it. Then press “Back up now”, or let the schedule make the first one.
          </EmptyState>
        ) : (
          <BackupTable backups={backups} now={now.toISOString()} />
        )}
      </Section>
      <Section title="Schedule" description="The destination is tested before it is saved.">
        <BackupForm known={settings} save={saveBackupSettings} test={testDestination} />
      </Section>
      <Section title="How to restore" description="Onto an empty instance: all of a backup, or nothing.">
        <RestoreSteps
          commands={restoreCommands(
            settings?.destination ?? { type: 'folder', folder: '/backups/gapless' },
            newestFile(view) ?? backupName(ctx.instance.id, now),
            { withKey: settings?.hasPassphrase ?? false },
          )}
          keyIds={keyIds}
          withKey={settings?.hasPassphrase ?? false}
        />
      </Section>
    </>
  )
}

const whyNotNow = ({ settings, backups }: BackupsView): string | null => {
  if (!settings) return 'Say below where backups go first.'
  return backups.some(({ finishedAt }) => finishedAt === null) ? 'One is being made.' : null
}

const newestFile = ({ backups }: BackupsView): string | null =>
  backups.find(({ status, file }) => status === 'done' && file !== null)?.file ?? null

export default BackupPage
