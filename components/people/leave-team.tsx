'use client'

import { useState, useTransition } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { ActionResult } from '@/core/action-result'

/** Leaves the team, after a question. */
export const LeaveTeam = ({ name, leave }: { name: string; leave: () => Promise<ActionResult<null>> }) => {
  const [asks, setAsks] = useState(false)
  const [message, setMessage] = useState<string | null>(null)
  const [pending, startTransition] = useTransition()
  const go = () =>
    startTransition(async () => {
      const result = await leave().catch(() => null)
      // All of the page is about a team one is no longer of.
      if (result?.ok) location.assign('/apps')
      else setMessage(result?.message ?? 'No answer came from Gapless. Reload the page to see how it stands.')
    })
  const change = (open: boolean) => {
    setAsks(open)
    setMessage(null)
  }
  return (
    <>
      <Button look="danger" onClick={() => change(true)}>
        Leave team
      </Button>
      <Dialog
        open={asks}
        onOpenChange={change}
        title={`Leave ${name}?`}
        description="You see nothing of it any more, at once, and the API tokens that you made in it are revoked. Somebody there would have to invite you again."
      >
        <FormFoot message={message}>
          <Button look="danger" pending={pending} onClick={go}>
            {pending ? 'Leaving…' : 'Leave team'}
          </Button>
          <Button onClick={() => change(false)}>Stay</Button>
        </FormFoot>
      </Dialog>
    </>
  )
}
