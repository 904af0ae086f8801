'use client'

import { clsx } from 'clsx'
import Link from 'next/link'
import { usePathname } from 'next/navigation'

interface PageTabsProps {
  label: string
  tabs: readonly { href: string; title: string }[]
}

/** The pages that belong to one thing, as links: each has an address of its own. */
export const PageTabs = ({ label, tabs }: PageTabsProps) => {
  const path = usePathname()
  const here = tabOf(tabs, path)
  return (
    <nav aria-label={label} className="mb-6 overflow-x-auto border-b">
      <ul className="flex gap-1">
        {tabs.map(({ href, title }) => {
          const isHere = href === here
          return (
            <li key={href}>
              <Link
                href={href}
                aria-current={isHere ? 'page' : undefined}
                className={clsx(
                  'control flex items-center border-b-2 px-2.5 whitespace-nowrap -outline-offset-2',
                  isHere ? 'border-accent font-medium text-text' : 'border-transparent text-muted hover:text-text',
                )}
              >
                {title}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

/** A page below a tab's own belongs to it, unless it has a tab itself. */
const tabOf = (tabs: PageTabsProps['tabs'], path: string): string | undefined =>
  tabs
    .map(({ href }) => href)
    .filter((href) => path === href || path.startsWith(`${href}/`))
    .sort((one, other) => other.length - one.length)[0]
