'use client'

import { useRouter } from 'next/navigation'
import { FormFoot } from '@/components/forms/form-foot'
import { PasswordField } from '@/components/forms/password-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import { newPasswordFields } from '@/core/access/password-rules'
import type { ActionResult } from '@/core/action-result'
import { validateWith } from '@/core/forms/validate'

interface ResetFormProps {
  email: string
  /** What others know of the person. */
  personal: readonly string[]
  choose: (password: string) => Promise<ActionResult<null>>
}

export const ResetForm = ({ email, personal, choose }: ResetFormProps) => {
  const router = useRouter()
  const form = useForm({
    initial: { password: '' },
    validate: (draft) => validateWith(newPasswordFields, draft),
    submit: ({ password }) => choose(password),
    onDone: () => router.push('/sign-in?changed'),
  })
  return (
    <form onSubmit={form.onSubmit} className="mt-4 flex flex-col gap-1" noValidate>
      {/* For password managers: whose password this is. */}
      <input type="text" name="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordField
        id="password"
        label="New password"
        autoFocus
        value={form.draft.password}
        error={form.error('password')}
        onChange={(password) => form.change({ password })}
        chosenBy={{ personal }}
      />
      <FormFoot message={form.error('password') ? null : form.message}>
        <Button type="submit" look="primary" pending={form.pending} className="w-full">
          {form.pending ? 'Saving…' : 'Save and sign in'}
        </Button>
      </FormFoot>
    </form>
  )
}
