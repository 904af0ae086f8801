import type { Actor } from '@/core/access/actor'
import { may } from '@/core/access/policy'

export interface SettingsGroup {
  title: string
  pages: { href: string; title: string }[]
}

/** The pages of the settings that this person may use, by whom they are about. A new page is one line here. */
export const settingsPages = (actor: Actor): SettingsGroup[] =>
  [
    {
      title: 'You',
      pages: [
        { href: '/settings/account', title: 'Account' },
        { href: '/settings/security', title: 'Security' },
      ],
    },
    {
      title: 'Team',
      pages: [
        { href: '/settings/team', title: 'Team' },
        { href: '/settings/members', title: 'Members' },
        { href: '/settings/roles', title: 'Roles' },
        ...(may(actor, 'token.read') ? [{ href: '/settings/tokens', title: 'API tokens' }] : []),
        ...(may(actor, 'channel.read') ? [{ href: '/settings/channels', title: 'Channels' }] : []),
        ...(may(actor, 'registry.read') ? [{ href: '/settings/registries', title: 'Registries' }] : []),
        ...(may(actor, 'certificate.read') ? [{ href: '/settings/certificates', title: 'Certificates' }] : []),
        { href: '/settings/status-page', title: 'Status page' },
        ...(may(actor, 'audit.read') ? [{ href: '/settings/audit', title: 'Audit log' }] : []),
        { href: '/settings/limits', title: 'Limits' },
      ],
    },
    {
      title: 'Instance',
      pages: [...(actor.isOperator ? [{ href: '/settings/backup', title: 'Backup' }] : [])],
    },
  ].filter(({ pages }) => pages.length > 0)
