import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHead } from '@/components/ui/section'

interface NotAllowedProps {
  title?: string
  why: string
  /** Who can do something about it, in a sentence. */
  remedy?: string
}

/** A page that this person may not use: says why, and who can change it. Without a title where the frame has one. */
export const NotAllowed = ({
  title,
  why,
  remedy = 'An owner or an admin of the team can change that.',
}: NotAllowedProps) => (
  <>
    {title ? <PageHead title={title} /> : null}
    <EmptyState
      title="This is more than you may do here"
      action={
        <Button asChild>
          <Link href="/apps">Go to the apps</Link>
        </Button>
      }
    >
      {why} {remedy}
    </EmptyState>
  </>
)
