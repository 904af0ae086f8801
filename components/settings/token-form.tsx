'use client'

import { useState } from 'react'
import { FormFoot } from '@/components/forms/form-foot'
import { TextField } from '@/components/forms/text-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/input'
import { Notice } from '@/components/ui/notice'
import type { ActionResult } from '@/core/action-result'
import { validateWith } from '@/core/forms/validate'
import { tokenSchema } from '@/core/tokens/schema'

interface Draft {
  name: string
  role: string
  /** Days from now; empty: never. */
  days: string
}

interface TokenFormProps {
  roles: readonly string[]
  add: (input: unknown) => Promise<ActionResult<{ name: string; token: string }>>
}

const roleHints: Record<string, string> = {
  viewer: 'May look at everything but values of env.',
  developer: 'May create and change apps, and deploy.',
  admin: 'May also manage hosts, registries and apps’ deletion.',
  owner: 'May do everything in this team.',
  metrics: 'May read /api/metrics and nothing else.',
}

const day = 86_400_000

const inputOf = ({ name, role, days }: Draft) => ({
  name,
  role,
  ...(days === '' ? {} : { expiresAt: new Date(Date.now() + Number(days) * day).toISOString() }),
})

/** Makes a token and shows its secret, this once. */
export const TokenForm = ({ roles, add }: TokenFormProps) => {
  const [made, setMade] = useState<{ name: string; token: string } | null>(null)
  const empty: Draft = { name: '', role: roles.includes('developer') ? 'developer' : (roles[0] ?? ''), days: '' }
  const form = useForm({
    initial: empty,
    validate: (draft) => validateWith(tokenSchema, inputOf(draft)),
    submit: (draft) => add(inputOf(draft)),
    onDone: (data) => {
      setMade(data)
      form.reset(empty)
    },
  })
  const { draft, change, error } = form
  return (
    <>
      <form onSubmit={form.onSubmit} noValidate className="max-w-3xl">
        <div className="grid gap-x-6 gap-y-1 sm:grid-cols-[2fr_1fr_1fr]">
          <TextField
            id="token-name"
            label="Name"
            hint="To recognise it by."
            placeholder="ci"
            value={draft.name}
            error={error('name')}
            onChange={(name) => change({ name })}
          />
          <Field id="token-role" label="Role" hint={roleHints[draft.role]} error={error('role')}>
            {(control) => (
              <Select {...control} value={draft.role} onChange={(event) => change({ role: event.target.value })}>
                {roles.map((role) => (
                  <option key={role}>{role}</option>
                ))}
              </Select>
            )}
          </Field>
          <Field id="token-days" label="Expires" error={error('expiresAt')}>
            {(control) => (
              <Select {...control} value={draft.days} onChange={(event) => change({ days: event.target.value })}>
                <option value="">never</option>
                <option value="30">in 30 days</option>
                <option value="90">in 90 days</option>
                <option value="365">in a year</option>
              </Select>
            )}
          </Field>
        </div>
        <FormFoot message={form.message}>
          <Button type="submit" look="primary" pending={form.pending}>
            {form.pending ? 'Creating…' : 'Create token'}
          </Button>
        </FormFoot>
      </form>
      {made ? (
        <div className="mt-4">
          <Notice tone="good" live>
            <p className="font-medium">The token “{made.name}” is shown this once. Copy it now.</p>
            <p className="mt-1 flex flex-wrap items-center gap-3">
              <code className="font-mono break-all">{made.token}</code>
              <CopyButton text={made.token} what="token" label="Copy" />
            </p>
          </Notice>
        </div>
      ) : null}
    </>
  )
}
