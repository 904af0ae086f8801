'use client'

import { FailedPage } from '@/components/frame/failed-page'

const RootError = ({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) => (
  <main className="p-6">
    <FailedPage reset={reset} digest={error.digest} />
  </main>
)

export default RootError
