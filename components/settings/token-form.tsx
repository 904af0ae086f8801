'use client'

import { useState } from 'react'
import { AppPicker } from '@/components/forms/app-picker'
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
import { scopedRoles, tokenSchema } from '@/core/tokens/schema'
import { lifetimes, type TokenDraft, tokenInput } from './token-draft'

interface TokenFormProps {
  roles: readonly string[]
  /** Whoever makes it sees some apps only: so does the token. */
  isRestricted: boolean
  add: (input: unknown) => Promise<ActionResult<{ name: string; token: string }>>
}

const roleHints: Record<string, string> = {
  viewer: 'May look at everything but values of env.',
  developer: 'May create and change apps, and deploy.',
  admin: 'May also manage hosts, registries and apps’ deletion.',
  owner: 'May do everything in this team.',
  metrics: 'May read /api/metrics and nothing else.',
}

const scopeHints = {
  all: 'All apps, those that come later too.',
  mine: 'All apps that you see.',
  some: 'Nothing of any other app is visible to it.',
  none: 'Its role is about the team as a whole.',
}

/** Makes a token and shows its secret, this once. */
export const TokenForm = ({ roles, isRestricted, add }: TokenFormProps) => {
  const [made, setMade] = useState<{ name: string; token: string } | null>(null)
  const empty: TokenDraft = {
    name: '',
    role: roles.includes('developer') ? 'developer' : (roles[0] ?? ''),
    expires: '90',
    day: '',
    scope: 'all',
    apps: [],
  }
  const form = useForm({
    initial: empty,
    validate: (draft) => validateWith(tokenSchema, tokenInput(draft)),
    submit: (draft) => add(tokenInput(draft)),
    onDone: (data) => {
      setMade(data)
      form.reset(empty)
    },
    pathsOf: { expires: 'expiresAt', day: 'expiresAt', scope: 'appIds', apps: 'appIds' },
  })
  const { draft, change, error } = form
  const mayScope = scopedRoles.some((role) => role === draft.role)
  return (
    <>
      <form onSubmit={form.onSubmit} noValidate className="max-w-4xl">
        <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-[2fr_1fr_1fr_1fr]">
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
              <Select
                {...control}
                value={draft.role}
                onChange={({ target }) =>
                  change({
                    role: target.value,
                    ...(scopedRoles.some((role) => role === target.value) ? {} : { scope: 'all' }),
                  })
                }
              >
                {roles.map((role) => (
                  <option key={role}>{role}</option>
                ))}
              </Select>
            )}
          </Field>
          <Field
            id="token-scope"
            label="Apps"
            hint={scopeHints[!mayScope ? 'none' : draft.scope === 'some' ? 'some' : isRestricted ? 'mine' : 'all']}
          >
            {(control) => (
              <Select
                {...control}
                value={draft.scope}
                disabled={!mayScope}
                onChange={({ target }) => change({ scope: target.value === 'some' ? 'some' : 'all' })}
              >
                <option value="all">{isRestricted ? 'all of yours' : 'all'}</option>
                <option value="some">only some</option>
              </Select>
            )}
          </Field>
          <Field id="token-expires" label="Expires" error={draft.expires === 'day' ? undefined : error('expiresAt')}>
            {(control) => (
              <Select {...control} value={draft.expires} onChange={({ target }) => change({ expires: target.value })}>
                {lifetimes.map(({ days, words }) => (
                  <option key={days} value={days}>
                    {words}
                  </option>
                ))}
                <option value="day">on a day</option>
                <option value="">never</option>
              </Select>
            )}
          </Field>
        </div>
        {draft.expires === 'day' ? (
          <TextField
            id="token-day"
            label="Last day"
            type="date"
            value={draft.day}
            error={error('expiresAt') ? 'Choose a day that is not over yet.' : undefined}
            onChange={(day) => change({ day })}
            fieldClassName="max-w-48"
          />
        ) : null}
        {draft.scope === 'some' ? (
          <AppPicker
            id="token-apps"
            label="Add an app"
            picked={draft.apps}
            error={error('appIds')}
            onChange={(apps) => change({ apps })}
          />
        ) : null}
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
