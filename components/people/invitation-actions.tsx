'use client'

import { useState, useTransition } from 'react'
import { RemoveButton } from '@/components/forms/remove-button'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/core/action-result'
import { type SentLink, SentNotice } from './sent-notice'

interface InvitationActionsProps {
  email: string
  /** Whether a mail server is set. */
  mails: boolean
  send: () => Promise<ActionResult<SentLink>>
  revoke: () => Promise<ActionResult<null>>
}

/** Sends an invitation again, by mail or as a new link, or takes it back. */
export const InvitationActions = ({ email, mails, send, revoke }: InvitationActionsProps) => {
  const [sent, setSent] = useState<SentLink | null>(null)
  const [message, setMessage] = useState<string | null>(null)
  const [pending, startTransition] = useTransition()
  const again = () =>
    startTransition(async () => {
      const result = await send().catch(() => null)
      setSent(result?.ok ? result.data : null)
      setMessage(result?.ok ? null : (result?.message ?? 'No answer came from Gapless. Try again.'))
    })
  return (
    <>
      <span className="inline-flex flex-wrap justify-end gap-1">
        <Button look="quiet" pending={pending} onClick={again}>
          {mails ? 'Send again' : 'New link'}
          <span className="sr-only"> to {email}</span>
        </Button>
        <RemoveButton verb="Revoke" name={`the invitation of ${email}`} remove={revoke} />
      </span>
      <p role="status" className="text-sm text-warn empty:hidden">
        {message}
      </p>
      {sent ? (
        <div className="text-left">
          <SentNotice sent={sent} />
        </div>
      ) : null}
    </>
  )
}
