'use client'

import { RotateCcw } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useRef, useState, useTransition } from 'react'
import { RedeployPlanView, type ShownPlan } from '@/components/deployments/redeploy-plan'
import { useRedeployPlan } from '@/components/deployments/use-redeploy-plan'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Notice } from '@/components/ui/notice'
import type { ActionResult } from '@/core/action-result'

interface RollBackButtonProps {
  from: { number: number }
  to: { id: string; number: number }
  plan: (releaseId: string) => Promise<ActionResult<ShownPlan>>
  rollBack: () => Promise<ActionResult<{ deploymentId: string }>>
}

/** Goes back to the release before, after saying what that will do. Enter confirms, Esc leaves. */
export const RollBackButton = ({ from, to, plan, rollBack }: RollBackButtonProps) => {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const [message, setMessage] = useState<string | null>(null)
  const [pending, startTransition] = useTransition()
  const confirm = useRef<HTMLButtonElement>(null)
  const { shown, refusal } = useRedeployPlan(open, to.id, plan)
  const change = (next: boolean) => {
    setMessage(null)
    setOpen(next)
  }
  const go = (event: FormEvent) => {
    event.preventDefault()
    if (pending) return
    startTransition(async () => {
      const result = await rollBack().catch(() => null)
      if (result?.ok) router.push(`/deployments/${result.data.deploymentId}`)
      else setMessage(result?.message ?? 'No answer came from Gapless. Look under Deployments whether it has started.')
    })
  }
  return (
    <>
      <Button look="primary" onClick={() => change(true)}>
        <RotateCcw size={14} aria-hidden /> Roll back to v{to.number}
      </Button>
      <Dialog
        open={open}
        onOpenChange={change}
        title={`Roll back to v${to.number}?`}
        description={`A deployment of v${to.number} exactly as it was: image, env and run settings. v${from.number} serves until it is healthy; no request is dropped.`}
        focusFirst={confirm}
      >
        <RedeployPlanView plan={shown} releaseNumber={to.number} />
        {(message ?? refusal) ? (
          <div className="mt-4">
            <Notice tone="warn" live>
              {message ?? refusal}
            </Notice>
          </div>
        ) : null}
        <form onSubmit={go} className="mt-5 flex justify-end gap-2">
          <Button onClick={() => change(false)}>Cancel</Button>
          <Button ref={confirm} type="submit" look="primary" pending={pending}>
            {pending ? 'Starting…' : `Roll back to v${to.number}`}
          </Button>
        </form>
      </Dialog>
    </>
  )
}
