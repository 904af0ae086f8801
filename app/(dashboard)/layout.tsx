import { cookies } from 'next/headers'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { requireSession } from '@/app/_server/session'
import { AccountMenu } from '@/components/frame/account-menu'
import { Commands } from '@/components/frame/commands'
import type { OpenIncidents } from '@/components/frame/incident-count'
import { Keyboard } from '@/components/frame/keyboard'
import { Rail } from '@/components/frame/rail'
import { TeamSwitcher } from '@/components/frame/team-switcher'
import { ThemeMenu } from '@/components/frame/theme-menu'
import { Wordmark } from '@/components/frame/wordmark'
import { LiveStatus } from '@/components/live/live-status'
import type { Actor } from '@/core/access/actor'
import { may } from '@/core/access/policy'
import { contextFor } from '@/runtime'
import { countIncidents } from '@/services/incidents/count-incidents'
import { signOutEverywhere, switchTeam } from './actions'
import { startApp } from './apps/actions'
import { setEnabled } from './monitors/actions'
import { settingsPages } from './settings/settings-pages'

/** The frame around every page of a person who is signed in. */
const DashboardLayout = async ({ children }: { children: ReactNode }) => {
  const { actor, email, teams } = await requireSession()
  const theme = (await cookies()).get('theme')?.value
  return (
    <>
      <a
        href="#main"
        className="absolute -top-20 left-2 z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:top-2"
      >
        Skip to the content
      </a>
      <header className="sticky top-0 z-30 flex h-12 items-center justify-between gap-3 border-b bg-bg px-4">
        <div className="flex min-w-0 items-center gap-3">
          <Link href="/apps" aria-label="Gapless, to the apps" className="flex rounded-md">
            <Wordmark />
          </Link>
          <span aria-hidden className="text-line-strong">
            /
          </span>
          <TeamSwitcher teams={teams} current={actor.teamId} switchTeam={switchTeam} mayMake={actor.isOperator} />
        </div>
        <div className="flex items-center gap-1">
          <Commands
            pages={pagesFor(actor)}
            {...(may(actor, 'deployment.start') ? { deploy: startApp } : {})}
            {...(may(actor, 'monitor.update') ? { setEnabled } : {})}
          />
          <ThemeMenu atFirst={theme === 'light' || theme === 'dark' ? theme : 'system'} />
          <AccountMenu name={actor.name} email={email} signOutEverywhere={signOutEverywhere} />
        </div>
      </header>
      <LiveStatus />
      <Keyboard />
      <div className="flex">
        <Rail incidents={openIncidents(actor)} />
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 px-4 pt-6 pb-24 outline-none md:px-8 md:pb-16">
          <div className="mx-auto max-w-6xl">{children}</div>
        </main>
      </div>
    </>
  )
}

/** Not waited for: the frame stands without it, and a page says itself what does not work. */
const openIncidents = async (actor: Actor): Promise<OpenIncidents> => {
  try {
    const { open, acknowledged, hurts } = await countIncidents({ ctx: contextFor(actor), input: {} })
    return { count: open + acknowledged, hurts }
  } catch {
    return { count: 0, hurts: false }
  }
}

const pagesFor = (actor: Actor) => [
  ...(may(actor, 'app.create') ? [{ href: '/apps/new', title: 'New app' }] : []),
  ...(may(actor, 'monitor.create') ? [{ href: '/monitors/new', title: 'Add Alert' }] : []),
  ...(may(actor, 'maintenance_window.create')
    ? [{ href: '/monitors/maintenance/new', title: 'New maintenance window' }]
    : []),
  { href: '/monitors/maintenance', title: 'Maintenance windows' },
  ...(may(actor, 'host.create') ? [{ href: '/hosts/new', title: 'Add host' }] : []),
  ...(actor.isOperator ? [{ href: '/teams/new', title: 'New team' }] : []),
  ...settingsPages(actor).flatMap(({ pages }) => pages),
]

export default DashboardLayout
