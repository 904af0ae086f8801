'use client'

import Link from 'next/link'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import type { ActionResult } from '@/core/action-result'
import type { HostCheck } from '@/core/hosts/engine-version'
import { CheckList } from './check-list'

export interface HostActionsGiven {
  check?: (hostId: string) => Promise<ActionResult<{ ok: boolean; checks: HostCheck[] }>>
  remove?: (hostId: string) => Promise<ActionResult<null>>
}

interface Props extends HostActionsGiven {
  id: string
  name: string
  removable: boolean
  grantable: boolean
}

/** Tries a host and says what is missing; takes one away that no app uses. */
export const HostActions = ({ id, name, removable, grantable, check, remove }: Props) => {
  const [trying, startTrying] = useTransition()
  const [removing, startRemoving] = useTransition()
  const [checks, setChecks] = useState<readonly HostCheck[] | null>(null)
  const [message, setMessage] = useState<string | null>(null)
  const [asks, setAsks] = useState(false)

  const tryIt = () =>
    startTrying(async () => {
      setMessage(null)
      const result = await check?.(id).catch(() => null)
      if (result?.ok) setChecks(result.data.checks)
      else setMessage(result?.message ?? 'No answer came from Gapless. Try again.')
    })
  const takeAway = () =>
    startRemoving(async () => {
      const result = await remove?.(id).catch(() => null)
      if (!result?.ok)
        setMessage(result?.message ?? 'No answer came from Gapless. Reload the page to see how it stands.')
      setAsks(false)
    })

  return (
    <div className="flex max-w-md flex-col gap-3 md:items-end">
      <div className="flex flex-wrap gap-2">
        {grantable ? (
          <Button asChild>
            <Link href={`/hosts/${id}/teams`}>
              Teams<span className="sr-only"> that use {name}</span>
            </Link>
          </Button>
        ) : null}
        {check ? (
          <Button pending={trying} onClick={tryIt}>
            {trying ? 'Testing…' : 'Test connection'}
            <span className="sr-only"> to {name}</span>
          </Button>
        ) : null}
        {remove && removable ? (
          <Button look={asks ? 'danger' : 'quiet'} pending={removing} onClick={asks ? takeAway : () => setAsks(true)}>
            {asks ? `Really remove ${name}` : 'Remove'}
            {asks ? null : <span className="sr-only"> {name}</span>}
          </Button>
        ) : null}
      </div>
      <div aria-live="polite">
        {message ? <Notice tone="warn">{message}</Notice> : null}
        {checks ? <CheckList checks={checks} /> : null}
      </div>
    </div>
  )
}
