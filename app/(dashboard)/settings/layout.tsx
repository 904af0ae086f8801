import type { ReactNode } from 'react'
import { requireActor } from '@/app/_server/session'
import { PageTabs } from '@/components/frame/page-tabs'
import { PageHead } from '@/components/ui/section'
import { may } from '@/core/access/policy'

const SettingsLayout = async ({ children }: { children: ReactNode }) => {
  const actor = await requireActor()
  const tabs = [
    ...(may(actor, 'token.read') ? [{ href: '/settings/tokens', title: 'API tokens' }] : []),
    ...(may(actor, 'channel.read') ? [{ href: '/settings/channels', title: 'Channels' }] : []),
    ...(may(actor, 'registry.read') ? [{ href: '/settings/registries', title: 'Registries' }] : []),
    { href: '/settings/status-page', title: 'Status page' },
    ...(may(actor, 'audit.read') ? [{ href: '/settings/audit', title: 'Audit log' }] : []),
    { href: '/settings/account', title: 'Account' },
  ]
  return (
    <>
      <PageHead title="Settings" />
      <PageTabs label="Settings" tabs={tabs} />
      <div>{children}</div>
    </>
  )
}

export default SettingsLayout
