'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState, useTransition } from 'react'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/core/action-result'
import { FormFoot } from './form-foot'
import { TextField } from './text-field'

interface DeleteFormProps {
  name: string
  what: string
  /** What it means for users, in sentences. */
  consequence: string
  remove: () => Promise<ActionResult<null>>
  /** Where to go when it is gone. */
  after: string
}

/** Deletes something that matters, after its name has been typed. */
export const DeleteForm = ({ name, what, consequence, remove, after }: DeleteFormProps) => {
  const router = useRouter()
  const [typed, setTyped] = useState('')
  const [message, setMessage] = useState<string | null>(null)
  const [pending, startTransition] = useTransition()
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (typed !== name) {
      setMessage(`Type “${name}” to show that this ${what} is meant.`)
      return
    }
    setMessage(null)
    startTransition(async () => {
      const result = await remove().catch(() => null)
      if (result?.ok) router.push(after)
      else
        setMessage(
          result?.message ?? `No answer came from Gapless. Look whether the ${what} is still there, and try again.`,
        )
    })
  }
  return (
    <form onSubmit={onSubmit} noValidate className="max-w-md">
      <p className="mb-3 text-muted">{consequence}</p>
      <TextField
        id={`delete-${what}`}
        label={`Type ${name} to confirm`}
        autoComplete="off"
        value={typed}
        onChange={setTyped}
      />
      <FormFoot message={message}>
        <Button type="submit" look="danger" pending={pending}>
          {pending ? 'Deleting…' : `Delete ${what}`}
        </Button>
      </FormFoot>
    </form>
  )
}
