'use client'

import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/core/action-result'

interface RemoveButtonProps {
  /** `Remove`, `Revoke`, `Sign out`. */
  verb: string
  name: string
  remove: () => Promise<ActionResult<null>>
}

/** Takes one entry of a list away, at the second press. */
export const RemoveButton = ({ verb, name, remove }: RemoveButtonProps) => {
  const [asks, setAsks] = useState(false)
  const [pending, startTransition] = useTransition()
  const [message, setMessage] = useState<string | null>(null)
  const press = () => {
    if (!asks) {
      setAsks(true)
      return
    }
    startTransition(async () => {
      const result = await remove().catch(() => null)
      if (!result?.ok)
        setMessage(result?.message ?? 'No answer came from Gapless. Reload the page to see how it stands.')
      setAsks(false)
    })
  }
  return (
    <span className="inline-flex flex-col items-end">
      <Button look={asks ? 'danger' : 'quiet'} pending={pending} onClick={press} onBlur={() => setAsks(false)}>
        {asks ? `Really ${verb.toLowerCase()}` : verb}
        <span className="sr-only"> {name}</span>
      </Button>
      <span role="status" className="text-sm text-warn not-empty:mt-1">
        {message}
      </span>
    </span>
  )
}
