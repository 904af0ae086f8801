'use client'

import { FormFoot } from '@/components/forms/form-foot'
import { TextField } from '@/components/forms/text-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/core/action-result'
import { validateWith } from '@/core/forms/validate'
import { newTeamSchema } from '@/core/teams/schema'

/** Makes a team and goes there. */
export const NewTeamForm = ({ add }: { add: (input: unknown) => Promise<ActionResult<null>> }) => {
  const form = useForm({
    initial: { name: '' },
    validate: (draft) => validateWith(newTeamSchema, draft),
    submit: add,
    // Every part of the page is about the team one looks at.
    onDone: () => location.assign('/apps'),
  })
  return (
    <form onSubmit={form.onSubmit} noValidate className="max-w-md">
      <TextField
        id="team-name"
        label="Name"
        placeholder="Payments"
        autoComplete="off"
        value={form.draft.name}
        error={form.error('name')}
        onChange={(name) => form.change({ name })}
      />
      <FormFoot message={form.message}>
        <Button type="submit" look="primary" pending={form.pending}>
          {form.pending ? 'Making…' : 'Make team'}
        </Button>
      </FormFoot>
    </form>
  )
}
