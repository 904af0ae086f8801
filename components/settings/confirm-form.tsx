'use client'

import { FormFoot } from '@/components/forms/form-foot'
import { PasswordField } from '@/components/forms/password-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import { confirmFields } from '@/core/access/second-factor'
import type { ActionResult } from '@/core/action-result'
import { validateWith } from '@/core/forms/validate'

interface ConfirmFormProps<Data> {
  id: string
  verb: string
  hasPassword: boolean
  submit: (confirm: string) => Promise<ActionResult<Data>>
  onDone: (data: Data) => void
  danger?: boolean
}

/** Asks whoever is signed in to show that it is them: by the password, or by a code. */
export const ConfirmForm = <Data,>({ id, verb, hasPassword, submit, onDone, danger }: ConfirmFormProps<Data>) => {
  const form = useForm({
    initial: { confirm: '' },
    validate: (draft) => validateWith(confirmFields, draft),
    submit: ({ confirm }) => submit(confirm),
    onDone: (data) => {
      form.reset({ confirm: '' })
      onDone(data)
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate className="max-w-sm">
      <PasswordField
        id={id}
        label={hasPassword ? 'Your password, or a code' : 'A code of your app'}
        autoComplete="off"
        value={form.draft.confirm}
        error={form.error('confirm')}
        onChange={(confirm) => form.change({ confirm })}
      />
      <FormFoot message={form.error('confirm') ? null : form.message}>
        <Button type="submit" look={danger ? 'danger' : 'plain'} pending={form.pending}>
          {form.pending ? 'Checking…' : verb}
        </Button>
      </FormFoot>
    </form>
  )
}
