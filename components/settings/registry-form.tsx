'use client'

import { FormFoot } from '@/components/forms/form-foot'
import { TextField } from '@/components/forms/text-field'
import { useForm } from '@/components/forms/use-form'
import { Button } from '@/components/ui/button'
import type { ActionResult } from '@/core/action-result'
import { validateWith } from '@/core/forms/validate'
import { registrySchema } from '@/core/registries/schema'

const empty = { name: '', host: '', username: '', password: '' }

/** A login for a registry. The password is written and never read back. */
export const RegistryForm = ({ add }: { add: (input: unknown) => Promise<ActionResult<null>> }) => {
  const form = useForm({
    initial: empty,
    validate: (draft) => validateWith(registrySchema, draft),
    submit: add,
    onDone: () => form.reset(empty),
  })
  const { draft, change, error } = form
  return (
    <form onSubmit={form.onSubmit} noValidate className="max-w-3xl">
      <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
        <TextField
          id="registry-name"
          label="Name"
          hint="To recognise it by."
          placeholder="github"
          value={draft.name}
          error={error('name')}
          onChange={(name) => change({ name })}
        />
        <TextField
          id="registry-host"
          label="Registry"
          hint="As it stands in image names."
          placeholder="ghcr.io"
          isMono
          value={draft.host}
          error={error('host')}
          onChange={(host) => change({ host })}
        />
        <TextField
          id="registry-user"
          label="User"
          autoComplete="off"
          value={draft.username}
          error={error('username')}
          onChange={(username) => change({ username })}
        />
        <TextField
          id="registry-password"
          label="Password or access token"
          hint="Kept encrypted, never shown again."
          type="password"
          autoComplete="new-password"
          value={draft.password}
          error={error('password')}
          onChange={(password) => change({ password })}
        />
      </div>
      <FormFoot message={form.message}>
        <Button type="submit" look="primary" pending={form.pending}>
          {form.pending ? 'Saving…' : 'Add login'}
        </Button>
      </FormFoot>
    </form>
  )
}
