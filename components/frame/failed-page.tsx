'use client'

import { Button } from '@/components/ui/button'

/** What a page shows when it could not be made. Serving is not affected by that, and this is the moment to say so. */
export const FailedPage = ({ reset, digest }: { reset: () => void; digest: string | undefined }) => (
  <div className="flex max-w-lg flex-col items-start gap-3 py-10">
    <h1 className="text-2xl font-semibold tracking-tight">This page could not be loaded.</h1>
    <p className="text-muted">
      Your apps go on serving: the proxies do not need the dashboard. Try again; if it stays like this, the web log of
      this instance says why{digest ? `, under ${digest}` : ''}.
    </p>
    <Button look="primary" onClick={reset}>
      Try again
    </Button>
  </div>
)
