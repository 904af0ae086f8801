'use client'

import { useState } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { TextField } from '@/components/forms/text-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/input'
import type { ActionResult } from '@/core/action-result'
import { formatCountOf } from '@/core/format/number'
import { validateWith } from '@/core/forms/validate'
import { teamSchema } from '@/core/teams/schema'

interface TeamFormProps {
  initial: { name: string; requiresSecondFactor: boolean }
  /** Members who have no second factor. */
  without: number
  save: (input: unknown) => Promise<ActionResult<null>>
}

/** The team's name, and what it asks of its members. */
export const TeamForm = ({ initial, without, save }: TeamFormProps) => {
  const [saved, setSaved] = useState(false)
  const form = useForm<TeamFormProps['initial'], null>({
    initial,
    validate: (draft) => validateWith(teamSchema, draft),
    submit: save,
    onDone: () => {
      setSaved(true)
      form.reset(form.draft)
    },
  })
  const { draft, error } = form
  const change = (part: Partial<TeamFormProps['initial']>) => {
    setSaved(false)
    form.change(part)
  }
  const waiting =
    without === 0 ? 'Every member has one.' : `${formatCountOf(without, 'member has', 'members have')} none yet.`
  return (
    <form onSubmit={form.onSubmit} noValidate className="max-w-md">
      <TextField
        id="team-name"
        label="Name"
        value={draft.name}
        error={error('name')}
        onChange={(name) => change({ name })}
      />
      <Checkbox
        label="Require a second factor"
        aria-describedby="second-factor-note"
        checked={draft.requiresSecondFactor}
        onChange={({ target }) => change({ requiresSecondFactor: target.checked })}
      />
      <p id="second-factor-note" className={error('requiresSecondFactor') ? 'text-sm text-warn' : 'text-sm text-muted'}>
        {error('requiresSecondFactor') ?? `Whoever has none sees nothing of the team until they set one up. ${waiting}`}
      </p>
      <FormFoot message={form.message}>
        <Button type="submit" look="primary" pending={form.pending}>
          {form.pending ? 'Saving…' : 'Save'}
        </Button>
        <span role="status" className="text-good">
          {saved ? 'Saved.' : null}
        </span>
      </FormFoot>
    </form>
  )
}
