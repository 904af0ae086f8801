'use client'

import { useState } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { TextField } from '@/components/forms/text-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/core/action-result'
import { validateWith } from '@/core/forms/validate'
import { personSchema } from '@/core/members/schema'

interface NameFormProps {
  name: string
  save: (input: unknown) => Promise<ActionResult<null>>
}

/** What a person is called where others see them. */
export const NameForm = ({ name, save }: NameFormProps) => {
  const [saved, setSaved] = useState(false)
  const form = useForm<{ name: string }, null>({
    initial: { name },
    validate: (draft) => validateWith(personSchema, draft),
    submit: save,
    onDone: () => {
      setSaved(true)
      form.reset(form.draft)
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate className="max-w-md">
      <TextField
        id="person-name"
        label="Name"
        hint="As others see it, in the team and in what you deploy from now on."
        autoComplete="name"
        value={form.draft.name}
        error={form.error('name')}
        onChange={(next) => {
          setSaved(false)
          form.change({ name: next })
        }}
      />
      <FormFoot message={form.message}>
        <Button type="submit" pending={form.pending}>
          {form.pending ? 'Saving…' : 'Save name'}
        </Button>
        <span role="status" className="text-good">
          {saved ? 'Saved.' : null}
        </span>
      </FormFoot>
    </form>
  )
}
