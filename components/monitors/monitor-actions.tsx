'use client'

import { Pause, Play } from 'lucide-react'
import { useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/core/action-result'

interface PauseButtonProps {
  monitorId: string
  enabled: boolean
  setEnabled: (monitorIds: readonly string[], enabled: boolean) => Promise<ActionResult<number>>
}

/** Pauses a monitor or has it go on. */
export const PauseButton = ({ monitorId, enabled, setEnabled }: PauseButtonProps) => {
  const [pending, startTransition] = useTransition()
  const [message, setMessage] = useState<string | null>(null)
  const press = () =>
    startTransition(async () => {
      const result = await setEnabled([monitorId], !enabled).catch(() => null)
      setMessage(result?.ok ? null : (result?.message ?? 'No answer came from Gapless; reload the page.'))
    })
  const Icon = enabled ? Pause : Play
  return (
    <span className="inline-flex flex-col">
      <Button pending={pending} onClick={press}>
        <Icon size={14} aria-hidden /> {enabled ? 'Pause' : 'Resume'}
      </Button>
      <span role="status" className="text-sm text-warn">
        {message}
      </span>
    </span>
  )
}
