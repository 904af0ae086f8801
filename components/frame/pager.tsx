import Link from 'next/link'
import { Button } from '@/components/ui/button'

interface PagerProps {
  path: string
  cursor: string | null
  nextCursor: string | null
  /** What the list is of. */
  what: string
}

/** To the older part of a list, and back to its newest. */
export const Pager = ({ path, cursor, nextCursor, what }: PagerProps) => {
  if (cursor === null && nextCursor === null) return null
  return (
    <nav aria-label={`Pages of ${what}`} className="mt-4 flex justify-between">
      {cursor === null ? (
        <span />
      ) : (
        <Button asChild look="plain">
          <Link href={path}>Newest {what}</Link>
        </Button>
      )}
      {nextCursor === null ? null : (
        <Button asChild look="plain">
          <Link href={`${path}?cursor=${nextCursor}`}>Older {what}</Link>
        </Button>
      )}
    </nav>
  )
}
