'use client'

import { signIn } from 'next-auth/react'
import { FormFoot } from '@/components/forms/form-foot'
import { PasswordField } from '@/components/forms/password-field'
import { TextField } from '@/components/forms/text-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/core/action-result'
import { validateWith } from '@/core/forms/validate'
import { newAccountSchema } from '@/core/members/schema'

interface JoinFormProps {
  /** That was invited. */
  email: string
  join: (input: unknown) => Promise<ActionResult<{ email: string }>>
}

/** Makes an account, and signs in with it. */
export const JoinForm = ({ email, join }: JoinFormProps) => {
  const form = useForm<{ name: string; password: string }, { email: string }>({
    initial: { name: '', password: '' },
    validate: (draft) => validateWith(newAccountSchema, draft),
    submit: async (draft) => {
      const result = await join(draft)
      // Whatever comes of it, the account is there: the sign-in page says what is wrong.
      if (result.ok) await signIn('credentials', { email, password: draft.password, redirect: false }).catch(() => null)
      return result
    },
    onDone: () => location.assign('/apps'),
  })
  const { draft, change, error } = form
  return (
    <form onSubmit={form.onSubmit} noValidate className="flex flex-col gap-1">
      {/* For the browser's own keeper of passwords. */}
      <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
      <TextField
        id="name"
        label="Name"
        hint="As others see it."
        autoComplete="name"
        value={draft.name}
        error={error('name')}
        onChange={(name) => change({ name })}
      />
      <PasswordField
        id="password"
        value={draft.password}
        error={error('password')}
        chosenBy={{ personal: [draft.name, email] }}
        onChange={(password) => change({ password })}
      />
      <FormFoot message={form.message}>
        <Button type="submit" look="primary" className="w-full" pending={form.pending}>
          {form.pending ? 'Making your account…' : 'Make an account and accept'}
        </Button>
      </FormFoot>
    </form>
  )
}
