import Link from 'next/link'
import { Button } from '@/components/ui/button'

interface PagerProps {
  path: string
  /** What the list is narrowed to; kept from page to page. */
  filter?: Readonly<Record<string, string | undefined>>
  cursor: string | null
  nextCursor: string | null
  /** What the list is of. */
  what: string
}

/** To the older part of a list, and back to its newest. */
export const Pager = ({ path, filter = {}, cursor, nextCursor, what }: PagerProps) => {
  if (cursor === null && nextCursor === null) return null
  const to = (more: Record<string, string>): string => {
    const kept = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined)
    const query = new URLSearchParams([...kept, ...Object.entries(more)])
    return query.size === 0 ? path : `${path}?${query}`
  }
  return (
    <nav aria-label={`Pages of ${what}`} className="mt-4 flex justify-between">
      {cursor === null ? (
        <span />
      ) : (
        <Button asChild look="plain">
          <Link href={to({})}>Newest {what}</Link>
        </Button>
      )}
      {nextCursor === null ? null : (
        <Button asChild look="plain">
          <Link href={to({ cursor: nextCursor })}>Older {what}</Link>
        </Button>
      )}
    </nav>
  )
}
