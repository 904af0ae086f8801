'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { PasswordField } from '@/components/forms/password-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { newPasswordFields } from '@/core/access/password-rules'
import type { ActionResult } from '@/core/action-result'
import { validateWith } from '@/core/forms/validate'

interface PasswordFormProps {
  hasPassword: boolean
  email: string
  /** What others know of the person. */
  personal: readonly string[]
  change: (input: { present: string; password: string }) => Promise<ActionResult<null>>
}

/** Changes the password, or sets a first one. */
export const PasswordForm = ({ hasPassword, email, personal, change }: PasswordFormProps) => {
  const router = useRouter()
  const [isDone, setIsDone] = useState(false)
  const form = useForm({
    initial: { present: '', password: '' },
    validate: ({ password }) => validateWith(newPasswordFields, { password }),
    submit: change,
    onDone: () => {
      setIsDone(true)
      form.reset({ present: '', password: '' })
      router.refresh()
    },
  })
  return (
    <form onSubmit={form.onSubmit} noValidate className="max-w-sm">
      <input type="text" name="email" autoComplete="username" value={email} readOnly hidden />
      {hasPassword ? (
        <PasswordField
          id="present-password"
          label="Present password"
          value={form.draft.present}
          error={form.error('present')}
          onChange={(present) => form.change({ present })}
        />
      ) : null}
      <PasswordField
        id="new-password"
        label="New password"
        value={form.draft.password}
        error={form.error('password')}
        onChange={(password) => form.change({ password })}
        chosenBy={{ personal }}
      />
      <FormFoot message={form.error('present') || form.error('password') ? null : form.message}>
        <Button type="submit" look="primary" pending={form.pending}>
          {form.pending ? 'Saving…' : hasPassword ? 'Change password' : 'Set password'}
        </Button>
      </FormFoot>
      {isDone && !form.isChanged ? (
        <div className="mt-3">
          <Notice tone="good" live>
            Your password is changed. All your other browsers are signed out.
          </Notice>
        </div>
      ) : null}
    </form>
  )
}
