'use client'

import { clsx } from 'clsx'
import { ChevronDown } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'

interface SettingsNavProps {
  groups: readonly { title: string; pages: readonly { href: string; title: string }[] }[]
}

/** The pages of the settings in groups: a column beside the page, folded away above it where there is no room. */
export const SettingsNav = ({ groups }: SettingsNavProps) => {
  const path = usePathname()
  const here = groups.flatMap(({ pages }) => pages).find(({ href }) => path === href || path.startsWith(`${href}/`))
  const list = (idPrefix: string) => <Groups groups={groups} here={here?.href} idPrefix={idPrefix} />
  return (
    <nav aria-label="Settings" className="lg:sticky lg:top-18 lg:w-44 lg:shrink-0 lg:self-start">
      {/* The frame stays when a page is chosen: with another key the list is folded again. */}
      <details key={path} className="group mb-6 rounded-md border border-line-strong bg-surface lg:hidden">
        <summary className="control flex items-center justify-between gap-2 rounded-md px-2.5 [&::-webkit-details-marker]:hidden">
          <span className="truncate font-medium">{here?.title ?? 'Choose a page'}</span>
          <ChevronDown size={16} aria-hidden className="shrink-0 text-muted group-open:rotate-180" />
        </summary>
        <div className="border-t p-1.5">{list('folded')}</div>
      </details>
      <div className="max-lg:hidden">{list('beside')}</div>
    </nav>
  )
}

const Groups = ({ groups, here, idPrefix }: SettingsNavProps & { here: string | undefined; idPrefix: string }) =>
  groups.map(({ title, pages }) => (
    <div key={title} className="mb-4 last:mb-0">
      <p id={`${idPrefix}-${title}`} className="px-2.5 pb-1 text-sm text-muted">
        {title}
      </p>
      <ul aria-labelledby={`${idPrefix}-${title}`} className="flex flex-col gap-0.5">
        {pages.map((page) => (
          <li key={page.href}>
            <Link
              href={page.href}
              aria-current={page.href === here ? 'page' : undefined}
              className={clsx(
                'control flex items-center rounded-md px-2.5 -outline-offset-2',
                page.href === here ? 'bg-hover font-medium text-text' : 'text-muted hover:bg-hover hover:text-text',
              )}
            >
              {page.title}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  ))
