import { cookies } from 'next/headers'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { requireSession } from '@/app/_server/session'
import { AccountMenu } from '@/components/frame/account-menu'
import { Rail } from '@/components/frame/rail'
import { ThemeToggle } from '@/components/frame/theme-toggle'
import { Wordmark } from '@/components/frame/wordmark'
import { LiveStatus } from '@/components/live/live-status'
import { signOutEverywhere } from './actions'

/** The frame around every page of a person who is signed in. */
const DashboardLayout = async ({ children }: { children: ReactNode }) => {
  const { actor, email, teams } = await requireSession()
  const team = teams.find((one) => one.id === actor.teamId)
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
          <span className="truncate text-muted">{team?.name}</span>
        </div>
        <div className="flex items-center gap-1">
          <ThemeToggle chosen={theme === 'light' || theme === 'dark' ? theme : null} />
          <AccountMenu name={actor.name} email={email} signOutEverywhere={signOutEverywhere} />
        </div>
      </header>
      <LiveStatus />
      <div className="flex">
        <Rail />
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 px-4 pt-6 pb-24 outline-none md:px-8 md:pb-16">
          <div className="mx-auto max-w-6xl">{children}</div>
        </main>
      </div>
    </>
  )
}

export default DashboardLayout
