'use client'

import { useState, useTransition } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/core/action-result'

/** For whoever is signed in as the address that was invited. */
export const AcceptInvitation = ({ accept }: { accept: () => Promise<ActionResult<null>> }) => {
  const [message, setMessage] = useState<string | null>(null)
  const [pending, startTransition] = useTransition()
  const go = () =>
    startTransition(async () => {
      const result = await accept().catch(() => null)
      if (result?.ok) location.assign('/apps')
      else setMessage(result?.message ?? 'No answer came from Gapless. Reload the page to see how it stands.')
    })
  return (
    <FormFoot message={message}>
      <Button look="primary" className="w-full" pending={pending} onClick={go}>
        {pending ? 'Accepting…' : 'Accept'}
      </Button>
    </FormFoot>
  )
}
