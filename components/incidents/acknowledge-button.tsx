'use client'

import { Check } from 'lucide-react'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/core/action-result'

/** Says that one has seen it: reminders stop, checks go on. */
export const AcknowledgeButton = ({ acknowledge }: { acknowledge: () => Promise<ActionResult<null>> }) => {
  const [pending, startTransition] = useTransition()
  const [message, setMessage] = useState<string | null>(null)
  const press = () =>
    startTransition(async () => {
      const result = await acknowledge().catch(() => null)
      setMessage(
        result?.ok ? null : (result?.message ?? 'No answer came from Gapless. Press again; twice does no harm.'),
      )
    })
  return (
    <span className="inline-flex flex-col">
      <Button pending={pending} onClick={press}>
        <Check size={14} aria-hidden /> {pending ? 'Acknowledging…' : 'Acknowledge'}
      </Button>
      <span role="status" className="text-sm text-warn">
        {message}
      </span>
    </span>
  )
}
