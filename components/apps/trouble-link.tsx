import { TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { formatCountOf } from '@/core/format/number'

/** How many apps need someone, and the way to them; the way back to all where only those are shown. */
export const TroubleLink = ({ count, isChosen }: { count: number; isChosen: boolean }) => {
  if (isChosen) {
    return (
      <Button asChild look="quiet">
        <Link href="/apps">Show all apps</Link>
      </Button>
    )
  }
  if (count === 0) return null
  return (
    <Button asChild look="plain">
      <Link href="/apps?show=trouble">
        <TriangleAlert size={14} aria-hidden className="text-warn" />
        {formatCountOf(count, 'app')} with too few healthy replicas
      </Link>
    </Button>
  )
}
