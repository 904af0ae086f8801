'use client'

import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import type { Difference } from '@/core/releases/compare'
import { Differences } from './differences'

interface ShownChanges {
  from: number | null
  to: number | null
  differences: Difference[] | null
}

/** What a deployment changed against what was live before it; asked for when it is wanted. */
export const Changes = ({ deploymentId, reason }: { deploymentId: string; reason: string | null }) => {
  const [changes, setChanges] = useState<ShownChanges | null>(null)
  const [failed, setFailed] = useState(false)
  const [tries, setTries] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again at each try
  useEffect(() => {
    const gone = new AbortController()
    setFailed(false)
    fetch(`/deployments/${deploymentId}/changes`, { signal: gone.signal })
      .then(async (answer) => {
        if (!answer.ok) throw new Error(`answered ${answer.status}`)
        setChanges(await answer.json())
      })
      .catch(() => {
        if (!gone.signal.aborted) setFailed(true)
      })
    return () => gone.abort()
  }, [deploymentId, tries])

  return (
    <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-[auto_1fr]" aria-busy={changes === null && !failed}>
      {reason ? (
        <>
          <dt className="text-muted">Reason</dt>
          <dd className="max-w-prose break-words">{reason}</dd>
        </>
      ) : null}
      <dt className="text-muted">{changes?.from == null ? 'Changed' : `Changed since v${changes.from}`}</dt>
      <dd className="min-w-0">
        {changes ? <Differences differences={changes.differences} /> : null}
        {failed ? (
          <span className="flex items-center gap-2">
            No answer came from Gapless.
            <Button look="quiet" onClick={() => setTries(tries + 1)}>
              Try again
            </Button>
          </span>
        ) : null}
        {changes || failed ? null : <Skeleton className="my-0.5 h-4 w-64 max-w-full" />}
      </dd>
    </dl>
  )
}
