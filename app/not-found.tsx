import Link from 'next/link'
import { Button } from '@/components/ui/button'

const NotFound = () => (
  <main className="mx-auto flex min-h-[70dvh] max-w-md flex-col items-start justify-center gap-3 p-6">
    <h1 className="text-2xl font-semibold tracking-tight">There is no such page.</h1>
    <p className="text-muted">
      What was here may have been deleted, or it belongs to another team. Your apps are not touched by this.
    </p>
    <Button asChild look="primary">
      <Link href="/apps">Go to your apps</Link>
    </Button>
  </main>
)

export default NotFound
