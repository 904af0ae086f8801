'use client'

import Link from 'next/link'
import { useState } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { TextField } from '@/components/forms/text-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { addressSchema } from '@/core/access/sign-in'
import type { ActionResult } from '@/core/action-result'
import { validateWith } from '@/core/forms/validate'

/** Asks where a link may be mailed to; what it says then is the same for every address. */
export const MailLinkForm = ({ request }: { request: (email: string) => Promise<ActionResult<null>> }) => {
  const [sentTo, setSentTo] = useState<string | null>(null)
  const form = useForm({
    initial: { email: '' },
    validate: (draft) => validateWith(addressSchema, draft),
    submit: ({ email }) => request(email),
    onDone: () => setSentTo(form.draft.email.trim()),
  })
  return (
    <>
      {sentTo === null ? (
        <form onSubmit={form.onSubmit} className="mt-4 flex flex-col gap-1" noValidate>
          <TextField
            id="email"
            label="E-mail"
            type="email"
            autoComplete="username"
            autoFocus
            value={form.draft.email}
            error={form.error('email')}
            onChange={(email) => form.change({ email })}
          />
          <FormFoot message={form.error('email') ? null : form.message}>
            <Button type="submit" look="primary" pending={form.pending} className="w-full">
              {form.pending ? 'Asking…' : 'Mail me a link'}
            </Button>
          </FormFoot>
        </form>
      ) : (
        <div className="mt-4">
          <Notice tone="good" live>
            If somebody signs in here with {sentTo}, a link is on its way to them. Nothing there after a minute? Look
            among the spam, and check the address.
          </Notice>
        </div>
      )}
      <p className="mt-3">
        <Link href="/sign-in" className="control inline-flex items-center rounded-md text-accent hover:underline">
          Back to signing in
        </Link>
      </p>
    </>
  )
}
