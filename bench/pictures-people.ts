import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { at, loading, open, overlay, type Picture } from './picture'

/** The pages of people, and of what a team and a person set. */
export const peoplePictures: readonly Picture[] = [
  at('sign-in-forgot', '/sign-in/forgot', null),
  at('sign-in-mail', '/sign-in/mail', null),
  at('sign-in-reset-invalid', '/sign-in/reset?token=cut-off', null),
  at('sign-in-link-invalid', '/sign-in/link?token=cut-off', null),
  at('invitation', ({ people }) => people.invitation, null),
  at('invitation-other', ({ people }) => people.invitation),
  at('invitation-invalid', '/invitation/cut-off', null),

  at('settings-account', '/settings/account'),
  at('settings-security', '/settings/security'),
  overlay('settings-security-turn-on', async (page) => {
    await open(page, '/settings/security')
    await page.getByRole('button', { name: /^Turn on/ }).click()
    await page.getByRole('img').first().waitFor()
    return undefined
  }),
  at('settings-team', '/settings/team'),
  at('settings-team-viewer', '/settings/team', 'viewer'),
  at('settings-members', '/settings/members'),
  at('settings-members-viewer', '/settings/members', 'viewer'),
  at('settings-member', ({ people }) => `/settings/members/${people.restrictedMemberId}`),
  at('settings-roles', '/settings/roles'),
  at('settings-roles-viewer', '/settings/roles', 'viewer'),
  at('settings-tokens', '/settings/tokens'),
  {
    name: 'settings-tokens-made',
    as: 'newcomer',
    show: async (page) => {
      await open(page, '/settings/tokens')
      await page.getByLabel('Name').fill('pipeline')
      await page.getByRole('button', { name: 'Create token' }).click()
      await page.getByText('is shown this once').waitFor()
      return undefined
    },
  },
  at('settings-registries', '/settings/registries'),
  at('settings-certificates', '/settings/certificates'),
  at('settings-certificates-empty', '/settings/certificates', 'newcomer'),
  loading('settings-certificates', '/settings/certificates'),
  at('settings-status-page', '/settings/status-page'),
  at('settings-status-page-empty', '/settings/status-page', 'newcomer'),
  at('settings-status-page-viewer', '/settings/status-page', 'viewer'),
  at('settings-audit', '/settings/audit'),
  at('settings-audit-filtered', '/settings/audit?targetType=app'),
  at('settings-audit-none-fit', '/settings/audit?text=nothing-like-this'),
  at('settings-audit-viewer', '/settings/audit', 'viewer'),
  at('settings-limits', '/settings/limits'),
  at('settings-limits-viewer', '/settings/limits', 'viewer'),
  at('settings-backup', '/settings/backup'),
  at('settings-backup-viewer', '/settings/backup', 'viewer'),
  overlay('settings-backup-s3', async (page) => {
    await open(page, '/settings/backup')
    await page.getByLabel('Where to').selectOption('s3')
    await page.getByLabel('Put the encryption key').check()
    return undefined
  }),
  {
    name: 'settings-backup-made',
    as: 'owner',
    show: async (page) => {
      const folder = await mkdtemp(join(tmpdir(), 'gapless-backups-'))
      await open(page, '/settings/backup')
      await page.getByLabel('Folder', { exact: true }).fill(folder)
      await page.getByLabel('Make a backup every day').check()
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Saved.', { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Back up now' }).click()
      await page.getByText('The last whole backup is of').waitFor()
      return () => rm(folder, { recursive: true })
    },
  },
  at('team-new', '/teams/new'),
  at('host-teams', ({ people }) => `/hosts/${people.hostId}/teams`),
  at('hosts-granted', '/hosts', 'newcomer'),
]
