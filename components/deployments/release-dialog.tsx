'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, type ReactNode, useRef, useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import type { ActionResult } from '@/core/action-result'
import { RedeployPlanView, type ShownPlan } from './redeploy-plan'
import { useRedeployPlan } from './use-redeploy-plan'

interface ReleaseDialogProps {
  release: { id: string; number: number }
  /** What is pressed: `Redeploy v3`. */
  verb: string
  description: string
  plan: (releaseId: string) => Promise<ActionResult<ShownPlan>>
  start: () => Promise<ActionResult<{ deploymentId: string }>>
  /** The button that opens it. */
  opener: (open: () => void) => ReactNode
  /** Fields of the form. */
  children?: ReactNode
}

const noAnswer = 'No answer came from Gapless. Look under Deployments whether it has started.'

/** Asks before an earlier release is deployed: what is live now, what will run, what differs. Enter confirms, Esc leaves. */
export const ReleaseDialog = ({ release, verb, description, plan, start, opener, children }: ReleaseDialogProps) => {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const { shown, refusal } = useRedeployPlan(open, release.id, plan)
  const [message, setMessage] = useState<string | null>(null)
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
      const result = await start().catch(() => null)
      if (result?.ok) router.push(`/deployments/${result.data.deploymentId}`)
      else setMessage(result?.message ?? noAnswer)
    })
  }

  return (
    <>
      {opener(() => change(true))}
      <Dialog open={open} onOpenChange={change} title={`${verb}?`} description={description} focusFirst={confirm}>
        <RedeployPlanView plan={shown} releaseNumber={release.number} />
        {(message ?? refusal) ? (
          <div className="mt-4">
            <Notice tone="warn" live>
              {message ?? refusal}
            </Notice>
          </div>
        ) : null}
        <form onSubmit={go} className="mt-4">
          {children}
          <div className="mt-2 flex justify-end gap-2">
            <Button onClick={() => change(false)}>Cancel</Button>
            <Button ref={confirm} type="submit" look="primary" pending={pending}>
              {pending ? 'Starting…' : verb}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  )
}
