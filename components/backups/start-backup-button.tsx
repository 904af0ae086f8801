'use client'

import { Archive } from 'lucide-react'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/core/action-result'

interface StartBackupButtonProps {
  start: () => Promise<ActionResult<null>>
  /** Why it cannot be pressed; null where it can. */
  whyNot: string | null
}

/** Has a worker make a backup now. */
export const StartBackupButton = ({ start, whyNot }: StartBackupButtonProps) => {
  const [pending, startTransition] = useTransition()
  const [message, setMessage] = useState<string | null>(null)
  const press = () =>
    startTransition(async () => {
      const result = await start().catch(() => null)
      setMessage(
        result?.ok ? null : (result?.message ?? 'No answer came from Gapless. Look in the list whether one is made.'),
      )
    })
  return (
    <span className="inline-flex flex-col items-start gap-1 sm:items-end">
      <Button pending={pending} disabled={whyNot !== null} onClick={press}>
        <Archive size={14} aria-hidden /> {pending ? 'Asking a worker…' : 'Back up now'}
      </Button>
      <span role="status" className="max-w-60 text-sm text-warn empty:hidden">
        {whyNot === null ? message : null}
      </span>
      {whyNot === null ? null : <span className="max-w-60 text-sm text-muted">{whyNot}</span>}
    </span>
  )
}
