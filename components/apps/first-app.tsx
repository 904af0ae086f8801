import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

/** What a team without apps sees: the one next step. */
export const FirstApp = ({ mayCreate }: { mayCreate: boolean }) => (
  <EmptyState
    title="No apps yet"
    action={
      mayCreate ? (
        <Button asChild look="primary">
          <Link href="/apps/new">Add the first app</Link>
        </Button>
      ) : null
    }
  >
    {mayCreate
      ? 'Name an image, its port and a domain. Gapless starts it, waits until it answers, and only then sends users to it.'
      : 'When a developer of this team adds one, it is listed here with its status and its last deployment.'}
  </EmptyState>
)
