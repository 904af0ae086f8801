'use client'

import { useState } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { TextField } from '@/components/forms/text-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import type { Role } from '@/core/access/actor'
import type { ActionResult } from '@/core/action-result'
import { validateWith } from '@/core/forms/validate'
import { invitationSchema } from '@/core/members/schema'
import { type AccessDraft, AccessFields, accessInput } from './access-fields'
import { type SentLink, SentNotice } from './sent-notice'

interface InviteFormProps {
  grantable: readonly Role[]
  /** Whether a mail server is set. */
  mails: boolean
  invite: (input: unknown) => Promise<ActionResult<SentLink>>
}

type Draft = AccessDraft & { email: string }

const empty: Draft = { email: '', role: 'developer', scope: 'all', apps: [] }
const inputOf = (draft: Draft) => ({ email: draft.email, ...accessInput(draft) })

/** Invites somebody by their address. */
export const InviteForm = ({ grantable, mails, invite }: InviteFormProps) => {
  const [sent, setSent] = useState<SentLink | null>(null)
  const form = useForm<Draft, SentLink>({
    initial: empty,
    validate: (draft) => validateWith(invitationSchema, inputOf(draft)),
    submit: (draft) => invite(inputOf(draft)),
    onDone: (data) => {
      setSent(data)
      form.reset(empty)
    },
    pathsOf: { scope: 'appIds', apps: 'appIds' },
  })
  const { draft, change, error } = form
  return (
    <>
      <form onSubmit={form.onSubmit} noValidate className="max-w-3xl">
        <TextField
          id="invite-email"
          label="E-mail"
          hint={
            mails
              ? 'A link is mailed there; it counts once, for 7 days.'
              : 'For whom the link is; it counts once, for 7 days.'
          }
          type="email"
          autoComplete="off"
          placeholder="grace@example.com"
          value={draft.email}
          error={error('email')}
          onChange={(email) => change({ email })}
        />
        <AccessFields id="invite" draft={draft} grantable={grantable} error={error} change={change} />
        <FormFoot message={form.message}>
          <Button type="submit" look="primary" pending={form.pending}>
            {form.pending ? 'Inviting…' : 'Invite'}
          </Button>
        </FormFoot>
      </form>
      {sent ? <SentNotice sent={sent} /> : null}
    </>
  )
}
