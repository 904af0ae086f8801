import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { pagerLinks } from './pager-links'

interface PagerProps {
  path: string
  filter?: Readonly<Record<string, string | null | undefined>>
  /** Another one than `cursor` where a page has several lists. */
  param?: string
  cursor: string | null
  nextCursor: string | null
  /** What the list is of. */
  what: string
}

/** To the older part of a list, and back to its newest. */
export const Pager = ({ what, ...list }: PagerProps) => {
  const { newest, older } = pagerLinks(list)
  if (newest === null && older === null) return null
  return (
    <nav aria-label={`Pages of ${what}`} className="mt-4 flex justify-between">
      {newest === null ? (
        <span />
      ) : (
        <Button asChild look="plain">
          <Link href={newest}>Newest {what}</Link>
        </Button>
      )}
      {older === null ? null : (
        <Button asChild look="plain">
          <Link href={older}>Older {what}</Link>
        </Button>
      )}
    </nav>
  )
}
