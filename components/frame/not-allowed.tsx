import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHead } from '@/components/ui/section'

/** A page that this person may not use: says why, and who can change it. Without a title where the frame has one. */
export const NotAllowed = ({ title, why }: { title?: string; why: string }) => (
  <>
    {title ? <PageHead title={title} /> : null}
    <EmptyState
      title="Your role does not reach that far"
      action={
        <Button asChild>
          <Link href="/apps">Go to the apps</Link>
        </Button>
      }
    >
      {why} An owner of the team can give you another role.
    </EmptyState>
  </>
)
