'use client'

import { KeyRound, Send } from 'lucide-react'
import { type ReactNode, useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import type { ActionResult } from '@/core/action-result'
import { formatDuration } from '@/core/format/duration'
import { formatExact } from '@/core/format/time'
import { SecretNotice } from './secret-notice'

interface Tested {
  ok: boolean
  statusCode: number | null
  error: string | null
  tookMs: number
}

interface ChannelActionsProps {
  sendTest: () => Promise<ActionResult<Tested>>
  /** Of webhooks only. */
  rotateSecret?: () => Promise<ActionResult<{ secret: string; previousUntil: string }>>
  /** More that can be done. */
  children: ReactNode
}

const unanswered = 'No answer came from Gapless. Look in the list below how it stands.'

/** Tries a channel, and gives a webhook a new secret; what came of it stands under the buttons. */
export const ChannelActions = ({ sendTest, rotateSecret, children }: ChannelActionsProps) => {
  const [pending, startTransition] = useTransition()
  const [said, setSaid] = useState<ReactNode>(null)
  const test = () =>
    startTransition(async () => {
      setSaid(null)
      const result = await sendTest().catch(() => null)
      setSaid(result?.ok ? <Outcome {...result.data} /> : <Notice tone="warn">{result?.message ?? unanswered}</Notice>)
    })
  return (
    <div>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" pending={pending} onClick={test}>
          <Send size={14} aria-hidden /> {pending ? 'Sending…' : 'Send test'}
        </Button>
        {children}
        {rotateSecret ? <RotateSecret rotate={rotateSecret} /> : null}
      </div>
      <div aria-live="polite" className="max-w-prose not-empty:mt-3">
        {said}
      </div>
    </div>
  )
}

const Outcome = ({ ok, statusCode, error, tookMs }: Tested) => {
  const answer = statusCode === null ? '' : ` with ${statusCode}`
  return (
    <Notice tone={ok ? 'good' : 'warn'}>
      <p className="font-medium">
        {ok ? `The test was taken${answer}, in ${formatDuration(tookMs)}.` : `The test was not taken${answer}.`}
      </p>
      {error ? <p className="mt-0.5 break-words">{error}</p> : null}
    </Notice>
  )
}

const RotateSecret = ({ rotate }: { rotate: NonNullable<ChannelActionsProps['rotateSecret']> }) => {
  const [open, setOpen] = useState(false)
  const [made, setMade] = useState<{ secret: string; previousUntil: string } | null>(null)
  const [message, setMessage] = useState<string | null>(null)
  const [pending, startTransition] = useTransition()
  const change = (next: boolean) => {
    setOpen(next)
    setMade(null)
    setMessage(null)
  }
  const go = () =>
    startTransition(async () => {
      const result = await rotate().catch(() => null)
      if (result?.ok) setMade(result.data)
      else setMessage(result?.message ?? 'No answer came from Gapless. There may be a new secret; make another one.')
    })
  return (
    <>
      <Button onClick={() => change(true)}>
        <KeyRound size={14} aria-hidden /> New signing secret
      </Button>
      <Dialog
        open={open}
        onOpenChange={change}
        title="New signing secret"
        description="From now on messages are signed with a new secret. For a day they bear a signature by the one before as well, so the receiver can change over in its own time."
      >
        {made ? (
          <SecretNotice secret={made.secret}>
            The one before signs along until {formatExact(new Date(made.previousUntil))}.
          </SecretNotice>
        ) : null}
        {message ? (
          <Notice tone="warn" live>
            {message}
          </Notice>
        ) : null}
        <div className="mt-5 flex justify-end gap-2">
          {made ? (
            <Button look="primary" onClick={() => change(false)}>
              Done
            </Button>
          ) : (
            <>
              <Button onClick={() => change(false)}>Cancel</Button>
              <Button look="primary" pending={pending} onClick={go}>
                {pending ? 'Making…' : 'Make a new one'}
              </Button>
            </>
          )}
        </div>
      </Dialog>
    </>
  )
}
