'use client'

import { clsx } from 'clsx'
import { Activity, History, LayoutGrid, Server, Settings, Siren } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { Suspense } from 'react'
import { IncidentCount, type OpenIncidents } from './incident-count'
import { places } from './shortcuts'

const icons = {
  '/apps': LayoutGrid,
  '/deployments': History,
  '/monitors': Activity,
  '/incidents': Siren,
  '/hosts': Server,
  '/settings': Settings,
} as const

/** The places of the dashboard: a rail at the left, a bar at the bottom of a phone. */
export const Rail = ({ incidents }: { incidents: Promise<OpenIncidents> }) => {
  const path = usePathname()
  return (
    <nav
      aria-label="Main"
      className="max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-30 max-md:border-t max-md:bg-surface max-md:pb-[env(safe-area-inset-bottom)] md:sticky md:top-12 md:h-[calc(100dvh-48px)] md:w-14 md:shrink-0 md:border-r md:p-2 lg:w-48"
    >
      <ul className="flex md:flex-col md:gap-0.5">
        {places.map(({ href, title }) => {
          const Icon = icons[href]
          const isHere = path === href || path.startsWith(`${href}/`)
          return (
            <li key={href} className="max-md:min-w-0 max-md:flex-auto">
              <Link
                href={href}
                aria-current={isHere ? 'page' : undefined}
                className={clsx(
                  'control relative flex items-center gap-2.5 rounded-md max-md:h-14 max-md:flex-col max-md:justify-center max-md:gap-0.5 max-md:text-xs md:px-2.5 md:max-lg:justify-center',
                  isHere ? 'font-medium text-text md:bg-hover' : 'text-muted hover:text-text md:hover:bg-hover',
                )}
              >
                <Icon size={16} aria-hidden className={clsx('shrink-0', isHere && 'text-accent')} />
                <span className="md:max-lg:sr-only">{title}</span>
                {href === '/incidents' ? (
                  <Suspense>
                    <IncidentCount atFirst={incidents} />
                  </Suspense>
                ) : null}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
