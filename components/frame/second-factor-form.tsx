'use client'

import { FormFoot } from '@/components/forms/form-foot'
import { TextField } from '@/components/forms/text-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import { shownCodeFields } from '@/core/access/second-factor'
import type { ActionResult } from '@/core/action-result'
import { validateWith } from '@/core/forms/validate'
import { LeaveButton } from './leave-button'

interface SecondFactorFormProps {
  /** The page of ours that was wanted. */
  to: string
  show: (code: string) => Promise<ActionResult<{ usedRecoveryCode: boolean }>>
}

export const SecondFactorForm = ({ to, show }: SecondFactorFormProps) => {
  const form = useForm({
    initial: { code: '' },
    validate: (draft) => validateWith(shownCodeFields, draft),
    submit: ({ code }) => show(code),
    // Whoever used a recovery code is shown how many are left.
    onDone: ({ usedRecoveryCode }) => location.assign(usedRecoveryCode ? '/settings/security' : to),
  })
  return (
    <>
      <form onSubmit={form.onSubmit} className="mt-4 flex flex-col gap-1" noValidate>
        <TextField
          id="code"
          label="Code"
          isMono
          autoComplete="one-time-code"
          autoCapitalize="none"
          autoFocus
          hint="Each code counts once."
          value={form.draft.code}
          error={form.error('code')}
          onChange={(code) => form.change({ code })}
        />
        <FormFoot message={form.error('code') ? null : form.message}>
          <Button type="submit" look="primary" pending={form.pending} className="w-full">
            {form.pending ? 'Signing in…' : 'Sign in'}
          </Button>
        </FormFoot>
      </form>
      <p className="mt-4 text-sm text-muted">
        Lost the phone and the recovery codes? Ask the operator of this instance to turn your second factor off.
      </p>
      <div className="mt-2">
        <LeaveButton>Sign in as somebody else</LeaveButton>
      </div>
    </>
  )
}
