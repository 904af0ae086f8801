import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'

/** What a team without apps sees: the one next step. */
export const FirstApp = ({ mayCreate, hasSample }: { mayCreate: boolean; hasSample: boolean }) => (
  <EmptyState
    title="No apps yet"
    action={
      mayCreate ? (
        <div className="flex flex-wrap gap-2">
          <Button asChild look="primary">
            <Link href="/apps/new">Add your app</Link>
          </Button>
          {hasSample ? (
            <Button asChild>
              <Link href="/apps/new?sample=1">Try it with the sample app</Link>
            </Button>
          ) : null}
        </div>
      ) : null
    }
  >
    {mayCreate
      ? 'Name an image, its port and a domain. Gapless starts it, waits until it answers, and only then sends users to it.'
      : 'When a developer of this team adds one, it is listed here with its status and its last deployment.'}
  </EmptyState>
)
