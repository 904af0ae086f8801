'use client'

import { RotateCcw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useRef, useState, useTransition } from 'react'
import { TextField } from '@/components/forms/text-field'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import type { ActionResult } from '@/core/action-result'
import { RedeployPlanView, type ShownPlan } from './redeploy-plan'
import { useRedeployPlan } from './use-redeploy-plan'

export interface RedeployActions {
  plan: (releaseId: string) => Promise<ActionResult<ShownPlan>>
  redeploy: (input: {
    appId: string
    releaseId: string
    reason?: string
  }) => Promise<ActionResult<{ deploymentId: string }>>
}

interface RedeployButtonProps extends RedeployActions {
  appId: string
  release: { id: string; number: number }
  look?: 'primary' | 'plain' | 'quiet'
  /** Names the release on the button, where it does not stand beside it. */
  named?: boolean
}

const noAnswer = 'No answer came from Gapless. Look in the history whether it has started.'

/** Asks first: what is live now, what will run, what differs. Enter confirms, Esc leaves. */
export const RedeployButton = ({ appId, release, plan, redeploy, look, named }: RedeployButtonProps) => {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const { shown, refusal } = useRedeployPlan(open, release.id, plan)
  const [message, setMessage] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const [pending, startTransition] = useTransition()
  const confirm = useRef<HTMLButtonElement>(null)
  const change = (next: boolean) => {
    setMessage(null)
    setOpen(next)
  }

  const go = (event: FormEvent) => {
    event.preventDefault()
    if (pending) return
    setMessage(null)
    startTransition(async () => {
      const result = await redeploy({
        appId,
        releaseId: release.id,
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      }).catch(() => null)
      if (result?.ok) router.push(`/deployments/${result.data.deploymentId}`)
      else setMessage(result?.message ?? noAnswer)
    })
  }

  return (
    <>
      <Button {...(look ? { look } : {})} data-redeploy onClick={() => change(true)}>
        <RotateCcw size={14} aria-hidden /> Redeploy
        <span className={named ? '' : 'sr-only'}>v{release.number}</span>
      </Button>
      <Dialog
        open={open}
        onOpenChange={change}
        title={`Redeploy v${release.number}?`}
        description="Exactly that release again: its image, env and run settings. The live one serves until it is healthy."
        focusFirst={confirm}
      >
        <RedeployPlanView plan={shown} releaseNumber={release.number} />
        {(message ?? refusal) ? (
          <div className="mt-4">
            <Notice tone="warn" live>
              {message ?? refusal}
            </Notice>
          </div>
        ) : null}
        <form onSubmit={go} className="mt-4">
          <TextField
            id={`reason-${release.id}`}
            label="Reason"
            hint="For whoever reads the history; may be left empty."
            autoComplete="off"
            maxLength={500}
            value={reason}
            onChange={setReason}
          />
          <div className="mt-2 flex justify-end gap-2">
            <Button onClick={() => change(false)}>Cancel</Button>
            <Button ref={confirm} type="submit" look="primary" pending={pending}>
              {pending ? 'Starting…' : `Redeploy v${release.number}`}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  )
}
