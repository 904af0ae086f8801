'use client'

import { RotateCcw } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState, useTransition } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/core/action-result'

interface RollBackFormProps {
  to: { number: number }
  /** Where those go who leave it as it is. */
  back: string
  rollBack: () => Promise<ActionResult<{ deploymentId: string }>>
}

/** The question behind an alert's rollback link: nothing happens before the button is pressed. */
export const RollBackForm = ({ to, back, rollBack }: RollBackFormProps) => {
  const router = useRouter()
  const [message, setMessage] = useState<string | null>(null)
  const [pending, startTransition] = useTransition()
  const go = (event: FormEvent) => {
    event.preventDefault()
    if (pending) return
    setMessage(null)
    startTransition(async () => {
      const result = await rollBack().catch(() => null)
      if (result?.ok) router.push(`/deployments/${result.data.deploymentId}`)
      else setMessage(result?.message ?? 'No answer came from Gapless. Look under Deployments whether it has started.')
    })
  }
  return (
    <form onSubmit={go}>
      <FormFoot message={message}>
        <Button type="submit" look="primary" pending={pending}>
          <RotateCcw size={14} aria-hidden /> {pending ? 'Starting…' : `Roll back to v${to.number}`}
        </Button>
        <Button asChild>
          <Link href={back}>Leave it as it is</Link>
        </Button>
      </FormFoot>
    </form>
  )
}
