import type { ReactNode } from 'react'
import { requireActor } from '@/app/_server/session'
import { SettingsNav } from '@/components/frame/settings-nav'
import { PageHead } from '@/components/ui/section'
import { settingsPages } from './settings-pages'

const SettingsLayout = async ({ children }: { children: ReactNode }) => {
  const actor = await requireActor()
  return (
    <>
      <PageHead title="Settings" />
      <div className="lg:flex lg:gap-10">
        <SettingsNav groups={settingsPages(actor)} />
        <div className="min-w-0 flex-1">{children}</div>
      </div>
    </>
  )
}

export default SettingsLayout
