'use client'

import { FailedPage } from '@/components/frame/failed-page'

const DashboardError = ({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) => (
  <FailedPage reset={reset} digest={error.digest} />
)

export default DashboardError
